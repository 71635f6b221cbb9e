import { isOlder } from '../version.ts';
import type { AccountLedger, LedgerDelivery } from './account-ledger.ts';

/** Which old password a revision names, where the target wants one: the stored one, or that of another delivery. */
export type NamedOldPassword = Pick<LedgerDelivery, 'oldPasswordOf' | 'namedOldFingerprint'>;

/**
 * L4: the old password to name is the stored one, unless that is known to be overwritten; then those of earlier attempts that ended
 * without anybody knowing how. What the target has said to be wrong is not named again. Nothing where nothing is left.
 */
export function nameOldPassword(ledger: AccountLedger, delivery?: LedgerDelivery): NamedOldPassword {
  if (!ledger.needsOldPassword) return {};
  const disproved = delivery?.disprovedOld ?? [];
  const named = candidates(ledger, delivery).find(
    ({ namedOldFingerprint }) => !disproved.includes(namedOldFingerprint),
  );
  return named ?? {};
}

function candidates(ledger: AccountLedger, delivery: LedgerDelivery | undefined) {
  const kept = ledger.deliveries
    .filter((each) => each.holdsPassword && (delivery === undefined || isOlder(each.version, delivery.version)))
    .toReversed();
  const overwriting = kept.filter((each) => each.overwrote === true).map(ofDelivery);
  const stored = ledger.confirmed === undefined ? [] : [{ namedOldFingerprint: ledger.confirmed.fingerprint }];
  const uncertain = kept.filter((each) => each.maybeApplied).map(ofDelivery);
  return [...overwriting, ...stored, ...uncertain];
}

function ofDelivery({ version, fingerprint }: LedgerDelivery) {
  return { oldPasswordOf: version, namedOldFingerprint: fingerprint };
}
