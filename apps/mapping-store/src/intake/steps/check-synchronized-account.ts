import { isNeverSynchronized, parseWindowsAccount } from '@entsync/domain';

import { refuse, type Step } from '../intake-context.ts';

/** L12. Machine accounts, krbtgt, Administrator and Guest are never synchronized. */
export const checkSynchronizedAccount: Step = (subject, context) => {
  const user = parseWindowsAccount(subject.change.account)?.user;
  if (user !== undefined && isNeverSynchronized(user))
    refuse(subject, context, 'ENTSYNC_WARN_ACCOUNT_NOT_SYNCHRONIZED');
};
