import { AdapterError, type SetPasswordRequest } from '@entsync/adapter-sdk';

import { LdapError, type LdapSession } from './ldap-client.ts';
import { loadMayTryLogin } from './load-may-try-login.ts';
import type { LdapSettings } from './settings.ts';

const INVALID_CREDENTIALS = '49';

/**
 * Throws where the directory has confirmed the new password but does not let the account in with it: then it looks elsewhere for passwords.
 *
 * Logs in once, and not at all where a failure could lock the account: then the confirmation has to do. So it has where the directory
 * refuses the login for another reason than the password, such as an account that is disabled.
 */
export async function proveByBind(
  session: LdapSession,
  { account, newPassword }: SetPasswordRequest,
  settings: LdapSettings,
): Promise<void> {
  try {
    if (!(await loadMayTryLogin(session, account, settings))) return;
    if ((await session.bind(account, newPassword)) !== 'refused') return;
  } catch (error) {
    if (error instanceof LdapError && error.resultCode !== undefined) return;
    throw error instanceof LdapError ? brokenOff(error) : error;
  }
  throw new AdapterError(
    'TARGET_MISCONFIGURED',
    'The directory has stored the password but refuses a login with it. See where it looks for passwords, or set verifyByBind to false.',
    { targetCode: INVALID_CREDENTIALS },
  );
}

function brokenOff({ cause }: LdapError): AdapterError {
  return new AdapterError(
    'TARGET_TIMEOUT',
    'The directory has confirmed the password but broke off before the proof. Try again, and say that it may be set.',
    { cause },
  );
}
