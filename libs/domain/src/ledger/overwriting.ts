import { sameVersion, type Micros } from '../version.ts';
import type { AccountLedger, LedgerDelivery } from './account-ledger.ts';

/** Of these, the one that was applied last, if that was no earlier than `time`. */
export function lastAppliedSince(deliveries: readonly LedgerDelivery[], time: Micros): LedgerDelivery | undefined {
  const appliedAt = (each: LedgerDelivery): Micros => each.appliedUntil ?? 0;
  return deliveries.filter((each) => appliedAt(each) >= time).toSorted((a, b) => appliedAt(b) - appliedAt(a))[0];
}

/** It is what the target holds now, over the newest password; where the target wants the old one, this is named (L4). At most one is. */
export function markOverwriting(ledger: AccountLedger, late: LedgerDelivery | undefined): AccountLedger {
  const deliveries = ledger.deliveries.map((each) => {
    const overwrote = late !== undefined && sameVersion(each.version, late.version);
    return (each.overwrote ?? false) === overwrote ? each : { ...each, overwrote };
  });
  return { ...ledger, deliveries };
}
