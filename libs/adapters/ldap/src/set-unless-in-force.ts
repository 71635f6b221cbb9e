import { AdapterError, type SetPasswordRequest } from '@entsync/adapter-sdk';

import { checkInForce } from './check-in-force.ts';
import { classifyLdapError } from './classify-ldap-error.ts';
import { LdapError, type LdapSession, type PasswordChange } from './ldap-client.ts';
import type { LdapSettings } from './settings.ts';

/**
 * Sets the password. Where the directory refuses because of what an earlier attempt has done, it asks whether the password is in force,
 * and resolves with false if it is.
 */
export async function setUnlessInForce(
  session: LdapSession,
  request: SetPasswordRequest,
  settings: LdapSettings,
): Promise<boolean> {
  const { account, newPassword, oldPassword } = request;
  try {
    await change(session, { dn: account, newPassword, oldPassword }, settings.method);
    return true;
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    const failure = classifyLdapError(error, {
      sentOldPassword: oldPassword !== undefined,
      neededPrivilege: `write access to userPassword of ${account}`,
    });
    if (!couldBeRepetition(error, failure, request)) throw failure;
    await checkInForce(session, request, { failure, settings });
    return false;
  }
}

function change(session: LdapSession, passwordChange: PasswordChange, method: LdapSettings['method']): Promise<void> {
  switch (method) {
    case 'exop':
      return session.setByExtendedOperation(passwordChange);
    case 'replace':
      return session.replacePassword(passwordChange);
  }
}

/** A directory that keeps a history, or a least age, refuses the same request the second time. */
function couldBeRepetition(
  { policyFault }: LdapError,
  { code }: AdapterError,
  { mayBeApplied }: SetPasswordRequest,
): boolean {
  if (policyFault === 'in-history' || policyFault === 'too-young') return true;
  return mayBeApplied && (code === 'OLD_PASSWORD_WRONG' || code === 'PASSWORD_REFUSED');
}
