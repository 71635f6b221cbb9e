import { canonicalAccount } from '@entsync/domain';

import { found } from '../change-case.ts';
import { refuse, type Step } from '../intake-context.ts';
import { refuseProducer } from '../refuse-producer.ts';

const DENIED = 'SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED';

/** X2. The adapter exists, is enabled, and it is its own identity that speaks. Being disabled is not announced: it is simply denied. */
export const checkClaimedAdapter: Step = (subject, context) => {
  const { change } = subject;
  const adapter = context.directory.adaptersByName.get(change.system.toLowerCase());
  if (adapter === undefined) return refuse(subject, context, 'ENTSSO_E_NO_ADAPTER');
  const { claims, name } = found(subject.principal, 'the producer');
  const parameters = { adapter: adapter.name };
  if (claims.adapter?.toLowerCase() !== adapter.name.toLowerCase()) {
    const reason = 'its producer does not speak for this adapter';
    return refuseProducer(subject, context, DENIED, { producer: name, reason, parameters });
  }
  if (!adapter.enabled) return refuse(subject, context, DENIED, parameters);
  subject.adapter = adapter;
  subject.ref = { system: adapter.name, account: canonicalAccount(adapter.accountForm, change.account) };
};
