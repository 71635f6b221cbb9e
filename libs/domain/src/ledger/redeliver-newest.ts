import { isNewer } from '../version.ts';
import {
  findDelivery,
  unchanged,
  type AccountLedger,
  type ConfirmedPassword,
  type Decision,
  type LedgerDelivery,
  type LedgerLimits,
  type Moment,
} from './account-ledger.ts';
import { publishHeldBack } from './enter-delivery.ts';

/**
 * L3, L6: an older password was set over the newest one. The store owes the newest there again, the account where it was captured
 * included, unless something newer still is on its way and repairs it anyway.
 */
export function redeliverNewest(ledger: AccountLedger, moment: Moment): Decision {
  const { confirmed } = ledger;
  if (confirmed === undefined || isRepairedAnyway(ledger, confirmed)) return unchanged(ledger);

  const delivery = deliveryThatStandsFor(ledger, confirmed);
  const known = delivery ?? captureAsDelivery(confirmed, moment.limits);
  const reopened: LedgerDelivery = {
    ...known,
    state: 'held-back',
    holdsPassword: true,
  };
  const others = ledger.deliveries.filter((each) => each !== delivery);
  const published = publishHeldBack({ ...ledger, deliveries: [...others, reopened] }, moment.now);
  return {
    ledger: published.ledger,
    effects: [{ kind: 'restore-wanted', version: reopened.version }, ...published.effects],
  };
}

function isRepairedAnyway(ledger: AccountLedger, confirmed: ConfirmedPassword): boolean {
  return ledger.deliveries.some(
    (delivery) =>
      (delivery.state === 'published' || delivery.state === 'held-back') &&
      !isNewer(confirmed.version, delivery.covers),
  );
}

function deliveryThatStandsFor(ledger: AccountLedger, confirmed: ConfirmedPassword): LedgerDelivery | undefined {
  return (
    findDelivery(ledger, confirmed.version) ??
    ledger.deliveries.find((each) => each.state === 'applied' && !isNewer(confirmed.version, each.covers))
  );
}

/** What was captured at this very account has no delivery to it yet. */
function captureAsDelivery(confirmed: ConfirmedPassword, limits: LedgerLimits): LedgerDelivery {
  return {
    version: confirmed.version,
    covers: confirmed.version,
    fingerprint: confirmed.fingerprint,
    revision: 1,
    state: 'held-back',
    unresolved: false,
    maybeApplied: false,
    holdsPassword: true,
    expiresAt: confirmed.version.time + limits.syncAge,
  };
}
