import { isNewer } from '../version.ts';
import {
  chain,
  findDelivery,
  unchanged,
  withDelivery,
  type AccountLedger,
  type ConfirmedPassword,
  type Decision,
  type LedgerDelivery,
  type Moment,
} from './account-ledger.ts';
import { moveDelivery } from './delivery-states.ts';
import { oweAgain, publishHeldBack } from './enter-delivery.ts';

/**
 * L3, L6: an older password was set over the newest one. The store owes the newest there again, the account where it was captured
 * included, unless something newer still is on its way and repairs it anyway. What waits because the old password was wrong may know it now.
 */
export function redeliverNewest(ledger: AccountLedger, moment: Moment): Decision {
  const { confirmed } = ledger;
  if (confirmed === undefined) return unchanged(ledger);
  const newer = ledger.deliveries.findLast((delivery) => repairs(delivery, confirmed));
  if (newer?.state === 'parked') return oweAgain(ledger, { ...newer, disprovedOld: [] }, moment.now);
  if (newer !== undefined) return unchanged(ledger);

  const owed = deliveryThatStandsFor(ledger, confirmed) ?? captureAsDelivery(ledger, confirmed, moment);
  return chain(
    { ledger: withDelivery(ledger, owed), effects: [{ kind: 'restore-wanted', version: owed.version }] },
    (next) => publishHeldBack(next, moment.now),
  );
}

/** It is newer than the confirmed password, and wanted there. */
function repairs(delivery: LedgerDelivery, confirmed: ConfirmedPassword): boolean {
  if (isNewer(confirmed.version, delivery.covers)) return false;
  if (delivery.state === 'parked') return delivery.failure === 'old-password-wrong';
  return delivery.state === 'published' || delivery.state === 'held-back';
}

function deliveryThatStandsFor(ledger: AccountLedger, confirmed: ConfirmedPassword): LedgerDelivery | undefined {
  const delivery = ledger.deliveries.find(
    ({ state, covers, fingerprint }) =>
      state === 'applied' && fingerprint === confirmed.fingerprint && !isNewer(confirmed.version, covers),
  );
  return delivery === undefined
    ? undefined
    : { ...delivery, state: moveDelivery(delivery.state, 'hold'), holdsPassword: true, disprovedOld: [] };
}

/** What was captured at this very account has no delivery to it yet, or one that was not applied: its revisions go on (L2). */
function captureAsDelivery(
  ledger: AccountLedger,
  { version, fingerprint }: ConfirmedPassword,
  { limits }: Moment,
): LedgerDelivery {
  const published = findDelivery(ledger, version)?.revision ?? 0;
  return {
    version,
    covers: version,
    fingerprint,
    revision: published + 1,
    state: 'held-back',
    unresolved: false,
    maybeApplied: false,
    holdsPassword: true,
    expiresAt: version.time + limits.syncAge,
  };
}
