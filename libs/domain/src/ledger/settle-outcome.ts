import type { FailureClass } from '../failure-class.ts';
import { isOlder, sameVersion, type Micros, type Version } from '../version.ts';
import {
  chain,
  findDelivery,
  replaceDelivery,
  unchanged,
  type AccountLedger,
  type ConfirmedPassword,
  type Decision,
  type LedgerDelivery,
  type LedgerEffect,
  type Moment,
} from './account-ledger.ts';
import { canMove, isOpen, moveDelivery } from './delivery-states.ts';
import { publishAgain, publishHeldBack } from './enter-delivery.ts';
import { nameOldPassword } from './name-old-password.ts';
import { lastAppliedSince, markOverwriting } from './overwriting.ts';
import { redeliverNewest } from './redeliver-newest.ts';

/** What is known about one attempt to deliver, authenticated. Times are the host's, in broker time. */
export type DeliveryOutcome = {
  readonly version: Version;
  readonly revision: number;
} & (
  | { readonly kind: 'applied'; readonly from: Micros; readonly until: Micros }
  | ({
      readonly kind: 'failed';
      readonly failure: FailureClass;
      readonly at: Micros;
    } & UnknownEnd)
  /** Only the router says so: it never left, or no attempt of it is open any more. */
  | ({ readonly kind: 'superseded' } & UnknownEnd)
);

interface UnknownEnd {
  /** Nobody knows how the attempt ended at the target; it may take effect until then (the attempt's not-after). */
  readonly maybeAppliedUntil?: Micros;
}

/** A host that could not open a delivery gets a fresh one at once this often; then at the pace of the attempt limit. */
const IMMEDIATE_RESEALS = 2;

/** What an outcome means to the account. An outcome of a delivery that is not known changes nothing. */
export function settleOutcome(ledger: AccountLedger, outcome: DeliveryOutcome, moment: Moment): Decision {
  const delivery = findDelivery(ledger, outcome.version);
  if (delivery === undefined) return unchanged(ledger);
  switch (outcome.kind) {
    case 'applied':
      return settleApplied(ledger, delivery, outcome, moment);
    case 'failed':
      return settleFailed(ledger, delivery, outcome, moment.now);
    case 'superseded':
      return settleNeverSent(ledger, delivery, outcome, moment.now);
  }
}

function settleApplied(
  ledger: AccountLedger,
  delivery: LedgerDelivery,
  { revision, from, until }: Extract<DeliveryOutcome, { kind: 'applied' }>,
  moment: Moment,
): Decision {
  const isOwedAgain = delivery.state === 'held-back';
  const isRepeated = delivery.appliedUntil === until;
  if (isOwedAgain || isRepeated || wasOverwrittenAfter(ledger, delivery, until)) return unchanged(ledger);
  if ((delivery.overwrittenAt ?? 0) > until) return oweOverwritten(ledger, delivery, until, moment.now);
  const applied: LedgerDelivery = {
    ...delivery,
    state: moveDelivery(delivery.state, 'apply'),
    unresolved: delivery.unresolved && revision < delivery.revision,
    maybeApplied: false,
    lastHeardAt: moment.now,
    lastOutcomeAt: Math.max(until, delivery.lastOutcomeAt ?? 0),
    appliedFrom: from,
    appliedUntil: until,
  };
  return chain(
    { ledger: replaceDelivery(ledger, applied), effects: takeBackLaterRevision(applied) },
    (next) => confirmOrRepair(next, applied, moment),
    (next) => publishHeldBack(next, moment.now),
  );
}

/** It was set, and something else after it: it is owed once more. */
function oweOverwritten(ledger: AccountLedger, delivery: LedgerDelivery, until: Micros, now: Micros): Decision {
  const { overwrittenAt: _known, ...rest } = delivery;
  if (delivery.state !== 'published') return unchanged(ledger);
  const ended: LedgerDelivery = { ...rest, lastOutcomeAt: Math.max(until, delivery.lastOutcomeAt ?? 0) };
  return publishAgain(ledger, ended, now);
}

/** An older one was set after it, which is why it is owed again: that it was set before settles nothing. */
function wasOverwrittenAfter(ledger: AccountLedger, delivery: LedgerDelivery, until: Micros): boolean {
  if (delivery.state !== 'published') return false;
  return ledger.deliveries.some(
    (other) =>
      isOlder(other.version, delivery.version) && other.overwrote === true && (other.appliedUntil ?? 0) > until,
  );
}

/** An earlier revision did it: the later one need not leave any more. Until the router says so, an echo of it may come (L7). */
function takeBackLaterRevision({ unresolved, version, revision }: LedgerDelivery): readonly LedgerEffect[] {
  return unresolved ? [{ kind: 'announce-withdrawn', version, revision }] : [];
}

function confirmOrRepair(ledger: AccountLedger, applied: LedgerDelivery, moment: Moment): Decision {
  if (isOlder(applied.covers, ledger.confirmed?.version)) return repairAfterLate(ledger, applied, moment);
  if (!applied.holdsPassword) return unchanged(ledger);
  return confirm(ledger, applied, moment);
}

/** L3, W17: the version that the outcome names becomes current; it and older passwords need not be kept any more (L1). */
function confirm(ledger: AccountLedger, applied: LedgerDelivery, moment: Moment): Decision {
  const from = applied.appliedFrom ?? moment.now;
  const older = ledger.deliveries.filter((other) => isOlder(other.version, applied.version));
  const overwriting = lastAppliedSince(older, from);
  const kept = ledger.needsOldPassword ? overwriting?.version : undefined;
  const confirmed: Decision = {
    ledger: {
      ...ledger,
      confirmed: {
        version: applied.covers,
        fingerprint: applied.fingerprint,
        by: 'delivery',
        provenAt: from,
      },
      deliveries: ledger.deliveries.map((each) => (each.version === kept ? each : closeBefore(each, applied, from))),
    },
    effects: [
      { kind: 'make-current', version: applied.version, as: applied.covers },
      ...[applied, ...older].filter((each) => each.holdsPassword && each.version !== kept).map(erase),
    ],
  };
  if (overwriting === undefined) return confirmed;
  return chain(confirmed, (next) => redeliverNewest(markOverwriting(next, overwriting), moment));
}

/** The router sends one at a time: once a newer one was applied, whatever older one was in flight has ended. */
function closeBefore(delivery: LedgerDelivery, applied: LedgerDelivery, from: Micros): LedgerDelivery {
  if (!isOlder(delivery.version, applied.version)) {
    return sameVersion(delivery.version, applied.version) ? { ...delivery, holdsPassword: false } : delivery;
  }
  if (isClosed(delivery)) return delivery;
  return {
    ...delivery,
    state: isOpen(delivery.state) ? moveDelivery(delivery.state, 'supersede') : delivery.state,
    unresolved: false,
    maybeApplied: false,
    overwrote: false,
    holdsPassword: false,
    lastOutcomeAt: Math.max(delivery.lastOutcomeAt ?? 0, delivery.unresolved ? from : 0),
  };
}

function isClosed({ state, unresolved, maybeApplied, overwrote, holdsPassword }: LedgerDelivery): boolean {
  return !isOpen(state) && !unresolved && !maybeApplied && overwrote !== true && !holdsPassword;
}

/** L3, L6: an older password was set after all; unless it certainly was set before the newer one was captured there. */
function repairAfterLate(ledger: AccountLedger, late: LedgerDelivery, moment: Moment): Decision {
  const { confirmed } = ledger;
  if (confirmed !== undefined && wasCapturedAfterwards(confirmed, late, moment)) return eraseDelivery(ledger, late);
  const kept = ledger.needsOldPassword ? unchanged(ledger) : eraseDelivery(ledger, late);
  return chain(kept, (next) => redeliverNewest(markOverwriting(next, late), moment));
}

function wasCapturedAfterwards(confirmed: ConfirmedPassword, late: LedgerDelivery, { limits }: Moment): boolean {
  return confirmed.by === 'capture' && (late.appliedUntil ?? 0) + limits.echoTolerance < confirmed.provenAt;
}

function settleFailed(
  ledger: AccountLedger,
  delivery: LedgerDelivery,
  outcome: Extract<DeliveryOutcome, { kind: 'failed' }>,
  now: Micros,
): Decision {
  const isApplied = delivery.state === 'applied';
  const isOwedAgain = delivery.state === 'held-back';
  const ended: LedgerDelivery = {
    ...delivery,
    lastOutcomeAt: Math.max(outcome.at, delivery.lastOutcomeAt ?? 0),
    ...notingUnknownEnd(delivery, outcome),
  };
  if (isApplied || isOwedAgain || outcome.revision !== delivery.revision)
    return unchanged(replaceDelivery(ledger, ended));
  const heard: LedgerDelivery = {
    ...ended,
    lastHeardAt: now,
    failure: outcome.failure,
  };
  switch (outcome.failure) {
    case 'transient':
    case 'busy':
    case 'misconfigured':
      return unchanged(replaceDelivery(ledger, heard));
    case 'account-missing':
      return endAttempt(ledger, heard, 'park', now);
    case 'old-password-wrong':
      return tryOtherOldPassword(ledger, heard, now);
    case 'policy-refused':
      return chain(endAttempt(ledger, heard, 'refuse', now), (next) => eraseDelivery(next, heard));
    case 'cannot-open':
      return sealAfresh(ledger, heard, now);
  }
}

function endAttempt(ledger: AccountLedger, delivery: LedgerDelivery, how: 'park' | 'refuse', now: Micros): Decision {
  const state = canMove(delivery.state, how) ? moveDelivery(delivery.state, how) : delivery.state;
  return publishHeldBack(replaceDelivery(ledger, { ...delivery, state, unresolved: false }), now);
}

/**
 * L4: the old password that we named is not the one in force. Another one may be: each is named once, then the delivery is parked.
 */
function tryOtherOldPassword(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  const { namedOldFingerprint } = delivery;
  const disprovedOld = [
    ...(delivery.disprovedOld ?? []),
    ...(namedOldFingerprint === undefined ? [] : [namedOldFingerprint]),
  ];
  const taught = { ...delivery, disprovedOld };
  const hasOther = nameOldPassword(ledger, taught).namedOldFingerprint !== undefined;
  if (delivery.state !== 'published' || !hasOther) return endAttempt(ledger, taught, 'park', now);
  return publishAgain(ledger, taught, now);
}

/** L2: what a host could not open goes out again, sealed afresh. */
function sealAfresh(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  const soon = delivery.state === 'published' && delivery.revision <= IMMEDIATE_RESEALS;
  return soon ? publishAgain(ledger, delivery, now) : unchanged(replaceDelivery(ledger, delivery));
}

function settleNeverSent(
  ledger: AccountLedger,
  delivery: LedgerDelivery,
  outcome: Extract<DeliveryOutcome, { kind: 'superseded' }>,
  now: Micros,
): Decision {
  const noted: LedgerDelivery = { ...delivery, ...notingUnknownEnd(delivery, outcome) };
  const isWantedStill = delivery.state === 'published';
  const isAboutEarlier = outcome.revision < delivery.revision;
  if (!delivery.unresolved || isWantedStill || isAboutEarlier) return unchanged(replaceDelivery(ledger, noted));
  const answered: LedgerDelivery = { ...noted, unresolved: false, lastHeardAt: now };
  return publishHeldBack(replaceDelivery(ledger, answered), now);
}

function notingUnknownEnd(delivery: LedgerDelivery, { maybeAppliedUntil }: UnknownEnd): Partial<LedgerDelivery> {
  if (maybeAppliedUntil === undefined) return {};
  return {
    // Of what was applied for certain there is no doubt; but its echo may come once more (L7).
    maybeApplied: delivery.state !== 'applied',
    maybeAppliedUntil: Math.max(maybeAppliedUntil, delivery.maybeAppliedUntil ?? 0),
  };
}

function erase(delivery: LedgerDelivery): LedgerEffect {
  return { kind: 'erase', version: delivery.version };
}

export function eraseDelivery(ledger: AccountLedger, delivery: LedgerDelivery): Decision {
  const known = findDelivery(ledger, delivery.version);
  if (known === undefined || !known.holdsPassword) return unchanged(ledger);
  return {
    ledger: replaceDelivery(ledger, { ...known, holdsPassword: false }),
    effects: [erase(known)],
  };
}
