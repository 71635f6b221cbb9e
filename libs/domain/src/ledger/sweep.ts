import type { Micros } from '../version.ts';
import {
  chain,
  findDelivery,
  replaceDelivery,
  unchanged,
  type AccountLedger,
  type Decision,
  type LedgerDelivery,
  type LedgerLimits,
} from './account-ledger.ts';
import { isOpen, moveDelivery } from './delivery-states.ts';
import { oweAgain, publishAgain, publishHeldBack } from './enter-delivery.ts';
import { eraseDelivery } from './settle-outcome.ts';

/** What time alone asks for: the age limit (L1), the next revision, and the slow probe for a missing account (L2). */
export function sweep(ledger: AccountLedger, now: Micros, limits: LedgerLimits): Decision {
  return ledger.deliveries.reduce<Decision>(
    (decision, { version }) => chain(decision, (next) => sweepDelivery(next, findDelivery(next, version), now, limits)),
    unchanged(ledger),
  );
}

function sweepDelivery(
  ledger: AccountLedger,
  delivery: LedgerDelivery | undefined,
  now: Micros,
  limits: LedgerLimits,
): Decision {
  if (delivery === undefined) return unchanged(ledger);
  if (delivery.expiresAt <= now && isWanted(delivery)) return end(ledger, delivery, 'expire', now);
  const erased = delivery.expiresAt <= now ? eraseDelivery(ledger, delivery) : unchanged(ledger);
  const known = findDelivery(erased.ledger, delivery.version) ?? delivery;
  if (known.unresolved && silentUntil(known, limits) <= now) return chain(erased, (next) => askAgain(next, known, now));
  return isDueForProbe(known, now, limits) ? chain(erased, (next) => oweAgain(next, known, now)) : erased;
}

function isWanted({ state }: LedgerDelivery): boolean {
  return isOpen(state) || state === 'superseded';
}

/** When the next revision is due, should no word come until then. Doubles with each revision, up to sixteen times the limit. */
export function silentUntil(delivery: LedgerDelivery, limits: LedgerLimits): Micros {
  const lastWord = Math.max(delivery.lastPublishedAt ?? 0, delivery.lastHeardAt ?? 0);
  return lastWord + limits.attemptLimit * 2 ** Math.min(delivery.revision - 1, 4);
}

/** No word about it: what is still wanted goes out again; what is not is taken back, so that the router must answer. */
function askAgain(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  if (delivery.state === 'published') return publishAgain(ledger, delivery, now);
  const { version, revision } = delivery;
  return {
    ledger: replaceDelivery(ledger, { ...delivery, lastPublishedAt: now }),
    effects: [{ kind: 'announce-withdrawn', version, revision }],
  };
}

function isDueForProbe(delivery: LedgerDelivery, now: Micros, limits: LedgerLimits): boolean {
  const parkedForMissing = delivery.state === 'parked' && delivery.failure === 'account-missing';
  return parkedForMissing && (delivery.lastHeardAt ?? 0) + limits.probeInterval <= now;
}

/** An operator drops a delivery, or its mapping or adapter is gone: the router forgets it, its password is erased. */
export function withdraw(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  return end(ledger, delivery, 'withdraw', now);
}

function end(ledger: AccountLedger, delivery: LedgerDelivery, how: 'expire' | 'withdraw', now: Micros): Decision {
  // An attempt may be in flight still: until the router has answered, its echo may come (L7).
  const ended = replaceDelivery(ledger, {
    ...delivery,
    state: moveDelivery(delivery.state, how),
    lastPublishedAt: now,
  });
  const announced: Decision = {
    ledger: ended,
    effects: [
      {
        kind: 'announce-withdrawn',
        version: delivery.version,
        revision: delivery.revision,
      },
    ],
  };
  return chain(
    announced,
    (next) => eraseDelivery(next, delivery),
    (next) => publishHeldBack(next, now),
  );
}

/** What is parked goes out again as its next revision: after an operator's word, or new credentials. */
export function releaseParked(ledger: AccountLedger, now: Micros): Decision {
  return ledger.deliveries
    .filter((delivery) => delivery.state === 'parked')
    .reduce<Decision>(
      (decision, delivery) => chain(decision, (next) => oweAgain(next, { ...delivery, disprovedOld: [] }, now)),
      unchanged(ledger),
    );
}

/** L5: the old Windows password is another one now, so the newest Windows delivery that is owed is sealed again with it. */
export function resealOwed(ledger: AccountLedger, now: Micros): Decision {
  const owed = ledger.deliveries.findLast((delivery) => delivery.state === 'published');
  return owed === undefined ? unchanged(ledger) : publishAgain(ledger, owed, now);
}
