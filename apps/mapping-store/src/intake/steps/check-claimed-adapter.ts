import { canonicalAccount } from '@entsync/domain';

import { found } from '../change-case.ts';
import { refuse, type Step } from '../intake-context.ts';

/** X2. The adapter exists, is enabled, and it is its own identity that speaks. Being disabled is not announced: it is simply denied. */
export const checkClaimedAdapter: Step = (subject, context) => {
  const { change } = subject;
  const adapter = context.directory.adaptersByName.get(change.system.toLowerCase());
  if (adapter === undefined) return refuse(subject, context, 'ENTSSO_E_NO_ADAPTER');
  const { claims } = found(subject.principal, 'the producer');
  if (!adapter.enabled || claims.adapter?.toLowerCase() !== adapter.name.toLowerCase()) {
    return refuse(subject, context, 'SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED', { adapter: adapter.name });
  }
  subject.adapter = adapter;
  subject.ref = { system: adapter.name, account: canonicalAccount(adapter.accountForm, change.account) };
};
