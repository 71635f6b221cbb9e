import { announceSuperseded, type AccountLedger, type LedgerEffect } from './account-ledger.ts';

/**
 * What the router must know of this account, computed from the ledger alone. A record that is read again causes no second decision:
 * it makes the store say again what it owes, in the same revisions. The router recognises what it already has.
 */
export function reannounce(ledger: AccountLedger): readonly LedgerEffect[] {
  const owed = ledger.deliveries.filter((each) => each.state === 'published');
  return [...announceSuperseded(ledger), ...owed.map(({ version }) => ({ kind: 'publish', version }) as const)];
}
