import type { AccountLedger } from '@entsync/domain';

import type { AccountState } from '../ledger/account-state.ts';
import type { Work } from '../ledger/work.ts';

/** What a sweep changed, for the timeline: what became too old, and what goes out again. */
export function recordSwept(state: AccountState, before: AccountLedger, work: Work): void {
  for (const delivery of state.ledger.deliveries) {
    const former = before.deliveries.find(({ version }) => version === delivery.version);
    if (former === undefined || former === delivery) continue;
    const facts = {
      trackingId: state.extraOf(delivery.version).trackingId,
      account: state.ref,
      windowsAccount: state.windowsAccount,
    };
    const parameters = { adapter: state.ref.system, externalAccount: state.ref.account };
    if (delivery.state === 'expired' && former.state !== 'expired') {
      work.record('SSO_WARN_PS_NOTIFICATION_TOO_OLD', {
        ...facts,
        parameters: { ...parameters, notificationType: 'PASSWORD_CHANGE' },
      });
    }
    if (delivery.revision > former.revision) {
      const reason = former.state === 'parked' ? 'the account is looked for again' : 'nobody has answered';
      work.record('ENTSYNC_INFO_DELIVERY_REPUBLISHED', {
        ...facts,
        parameters: { ...parameters, revision: delivery.revision, reason },
      });
    }
  }
}
