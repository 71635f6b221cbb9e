import { parseWindowsAccount, windowsAccount, WINDOWS } from '@entsync/domain';

import { refuse, type Step } from '../intake-context.ts';

/** W4. A Windows account is written `DOMAIN\user`. */
export const checkNameFormat: Step = (subject, context) => {
  const parsed = parseWindowsAccount(subject.change.account);
  if (parsed === undefined) return refuse(subject, context, 'SSO_ERROR_PS_WRONG_USER_NAME_TYPE');
  subject.ref = { system: WINDOWS, account: windowsAccount(parsed.domain, parsed.user) };
};
