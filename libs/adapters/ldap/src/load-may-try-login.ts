import { decideMayTryLogin } from './decide-may-try-login.ts';
import type { LdapSession } from './ldap-client.ts';
import type { LdapSettings } from './settings.ts';

/** Whether a login as this account may fail without harm, as far as the service login may read what speaks against it. */
export async function loadMayTryLogin(
  session: LdapSession,
  dn: string,
  { lockoutThreshold }: LdapSettings,
): Promise<boolean> {
  const account = await session.loadAccountState(dn);
  const policy = account?.policyDn === undefined ? undefined : await session.loadLockoutPolicy(account.policyDn);
  return decideMayTryLogin({ account, policy, threshold: lockoutThreshold, now: Date.now() });
}
