import { isNewer, isOlder, newestVersion, type Micros, type Version } from '../version.ts';
import { latestChange, type AccountLedger, type LedgerChange, type LedgerDelivery } from './account-ledger.ts';
import type { LedgerLimits } from './account-ledger.ts';

/** A change as it arrives at the account where it was captured. */
export interface ArrivingChange {
  readonly version: Version;
  readonly fingerprint: string;
}

export type Recognition =
  | { readonly kind: 'news' }
  /** What EntSync itself wrote there came back (L7). */
  | { readonly kind: 'echo'; readonly of: LedgerDelivery }
  /** The same password again within the damping window (L8). */
  | { readonly kind: 'duplicate'; readonly of: LedgerChange }
  /** Something newer is known at this account. */
  | { readonly kind: 'outdated'; readonly by: Version };

/** What an arriving change is to the account where it was captured: an echo, outdated, a duplicate, or news. */
export function recognise(ledger: AccountLedger, change: ArrivingChange, limits: LedgerLimits): Recognition {
  const echoed = findEchoed(ledger, change, limits);
  if (echoed !== undefined) return { kind: 'echo', of: echoed };

  const latest = latestChange(ledger);
  const newest = newestVersion(latest?.covers, ledger.confirmed?.version);
  if (newest !== undefined && isOlder(change.version, newest)) return { kind: 'outdated', by: newest };

  const isInForce = ledger.confirmed?.fingerprint === change.fingerprint;
  if (latest !== undefined && isInForce && isDamped(latest, change, limits)) return { kind: 'duplicate', of: latest };
  return { kind: 'news' };
}

/**
 * L7. A change is the echo of a delivery when account and fingerprint match and it happened between the delivery's first
 * publication and its last outcome plus a tolerance; open-ended while an attempt is unresolved; any number of times. A
 * different change that was captured after the outcome closes the window: what comes then is the user's own repetition.
 */
function findEchoed(ledger: AccountLedger, change: ArrivingChange, limits: LedgerLimits): LedgerDelivery | undefined {
  return ledger.deliveries.findLast(
    (delivery) =>
      delivery.fingerprint === change.fingerprint &&
      delivery.firstPublishedAt !== undefined &&
      change.version.time >= delivery.firstPublishedAt &&
      change.version.time <= echoWindowEnd(delivery, limits) &&
      !isClosedByOtherCapture(ledger, delivery, change),
  );
}

function echoWindowEnd(delivery: LedgerDelivery, limits: LedgerLimits): Micros {
  if (delivery.unresolved) return Number.POSITIVE_INFINITY;
  return attemptsEndedAt(delivery) + limits.echoTolerance;
}

function attemptsEndedAt(delivery: LedgerDelivery): Micros {
  return Math.max(delivery.lastOutcomeAt ?? 0, delivery.maybeAppliedUntil ?? 0);
}

function isClosedByOtherCapture(ledger: AccountLedger, delivery: LedgerDelivery, change: ArrivingChange): boolean {
  if (delivery.unresolved) return false;
  return ledger.changes.some(
    (other) =>
      other.fingerprint !== delivery.fingerprint &&
      other.covers.time > attemptsEndedAt(delivery) &&
      isNewer(change.version, other.version),
  );
}

function isDamped(latest: LedgerChange, change: ArrivingChange, limits: LedgerLimits): boolean {
  const age = change.version.time - latest.version.time;
  return !latest.unmet && latest.fingerprint === change.fingerprint && age <= limits.dampingWindow;
}
