import { isNewer, isOlder, sameVersion, type Micros, type Version } from '../version.ts';
import {
  announceSuperseded,
  latestDelivery,
  newestKnown,
  replaceDelivery,
  unchanged,
  withDelivery,
  type AccountLedger,
  type Decision,
  type LedgerDelivery,
  type LedgerLimits,
} from './account-ledger.ts';
import { isOpen, moveDelivery } from './delivery-states.ts';
import { nameOldPassword } from './name-old-password.ts';

export interface WantedDelivery {
  readonly version: Version;
  /** Of the password as the account's system sees it. */
  readonly fingerprint: string;
}

export type EntryResult = 'entered' | 'suppressed' | 'outdated';

/**
 * Owes `wanted` to the account.
 *
 * - `outdated`: something newer is known there; nothing changes.
 * - `suppressed`: the same password is on its way or was just set (10713); what is there stands for the newer version too.
 * - `entered`: published at once, or held back until its predecessor is resolved (L4).
 */
export function enterDelivery(
  ledger: AccountLedger,
  wanted: WantedDelivery,
  now: Micros,
  limits: LedgerLimits,
): Decision & { readonly result: EntryResult } {
  const newest = newestKnown(ledger);
  if (newest !== undefined && !isNewer(wanted.version, newest)) return { ...unchanged(ledger), result: 'outdated' };

  const satisfied = findSatisfying(ledger, wanted, limits);
  if (satisfied !== undefined)
    return {
      ...raise(ledger, satisfied, wanted.version, limits),
      result: 'suppressed',
    };

  return {
    ...append(supersedeOlder(ledger, wanted.version), wanted, now, limits),
    result: 'entered',
  };
}

/** The delivery that is the newest thing there and brings, or has just brought, the very same password. */
function findSatisfying(
  ledger: AccountLedger,
  wanted: WantedDelivery,
  limits: LedgerLimits,
): LedgerDelivery | undefined {
  const newest = newestKnown(ledger);
  const delivery = latestDelivery(ledger);
  if (newest === undefined || delivery === undefined || !sameVersion(delivery.covers, newest)) return undefined;
  const isOnItsWay = delivery.state === 'published' || delivery.state === 'held-back';
  const satisfies = isOnItsWay || wasJustSet(ledger, delivery, wanted, limits);
  return satisfies && delivery.fingerprint === wanted.fingerprint ? delivery : undefined;
}

function wasJustSet(
  { confirmed }: AccountLedger,
  delivery: LedgerDelivery,
  wanted: WantedDelivery,
  limits: LedgerLimits,
): boolean {
  const isConfirmed = confirmed !== undefined && sameVersion(confirmed.version, delivery.covers);
  const isRecent = wanted.version.time - delivery.version.time <= limits.dampingWindow;
  return delivery.state === 'applied' && isConfirmed && isRecent;
}

function raise(ledger: AccountLedger, delivery: LedgerDelivery, to: Version, limits: LedgerLimits): Decision {
  const raised = replaceDelivery(ledger, { ...delivery, covers: to, expiresAt: to.time + limits.syncAge });
  const { confirmed } = ledger;
  if (confirmed === undefined || !sameVersion(confirmed.version, delivery.covers)) return unchanged(raised);
  return {
    ledger: { ...raised, confirmed: { ...confirmed, version: to } },
    effects: [{ kind: 'raise-current', to }],
  };
}

/** L1: being superseded erases nothing, for the delivery may be in flight. */
export function supersedeOlder(ledger: AccountLedger, by: Version): AccountLedger {
  const deliveries = ledger.deliveries.map((delivery) =>
    isOpen(delivery.state) && isOlder(delivery.covers, by)
      ? { ...delivery, state: moveDelivery(delivery.state, 'supersede') }
      : delivery,
  );
  return { ...ledger, deliveries };
}

function append(ledger: AccountLedger, wanted: WantedDelivery, now: Micros, limits: LedgerLimits): Decision {
  const mustWait = mustHoldBack(ledger);
  const delivery: LedgerDelivery = {
    ...wanted,
    covers: wanted.version,
    revision: 1,
    state: mustWait ? 'held-back' : 'published',
    unresolved: !mustWait,
    maybeApplied: false,
    holdsPassword: true,
    expiresAt: wanted.version.time + limits.syncAge,
    ...(mustWait
      ? {}
      : {
          ...nameOldPassword(ledger),
          firstPublishedAt: now,
          lastPublishedAt: now,
        }),
  };
  return {
    ledger: withDelivery(ledger, delivery),
    effects: mustWait ? announceSuperseded(ledger) : [{ kind: 'publish', version: wanted.version }],
  };
}

/**
 * L4: a target that wants the old password gets the next delivery only when no other one is unresolved. The age limit resolves; being
 * withdrawn does not, before the router has answered.
 */
export function mustHoldBack(ledger: AccountLedger, next?: LedgerDelivery): boolean {
  return (
    ledger.needsOldPassword &&
    ledger.deliveries.some((each) => each.unresolved && each.state !== 'expired' && each !== next)
  );
}

/** Owes a delivery again: at once, or as soon as nothing else is unresolved (L4). */
export function oweAgain(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  if (!mustHoldBack(ledger, delivery)) return publishAgain(ledger, delivery, now);
  return unchanged(withDelivery(ledger, { ...delivery, state: moveDelivery(delivery.state, 'hold') }));
}

/** The next revision of a delivery goes out, sealed afresh (L2). */
export function publishAgain(ledger: AccountLedger, delivery: LedgerDelivery, now: Micros): Decision {
  const { oldPasswordOf: _delivery, namedOldFingerprint: _named, ...rest } = delivery;
  const published: LedgerDelivery = {
    ...rest,
    ...nameOldPassword(ledger, delivery),
    state: moveDelivery(delivery.state, 'publish'),
    revision: delivery.firstPublishedAt === undefined ? delivery.revision : delivery.revision + 1,
    unresolved: true,
    firstPublishedAt: delivery.firstPublishedAt ?? now,
    lastPublishedAt: now,
  };
  return {
    ledger: withDelivery(ledger, published),
    effects: [{ kind: 'publish', version: delivery.version }],
  };
}

/** L4: the delivery that waits goes out once nothing before it is unresolved. */
export function publishHeldBack(ledger: AccountLedger, now: Micros): Decision {
  const waiting = ledger.deliveries.findLast((delivery) => delivery.state === 'held-back');
  return waiting === undefined || mustHoldBack(ledger) ? unchanged(ledger) : publishAgain(ledger, waiting, now);
}
