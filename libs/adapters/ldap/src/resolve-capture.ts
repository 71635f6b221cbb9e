import { AdapterError, type UndecidedCapture } from '@entsync/adapter-sdk';

import { checkAccountBelow } from './check-account-below.ts';
import { missingPrivilege } from './classify-ldap-error.ts';
import { decideCaptureHappened } from './decide-capture-happened.ts';
import type { LdapSession } from './ldap-client.ts';
import type { LdapSettings } from './settings.ts';

export async function resolveCapture(
  session: LdapSession,
  { account, capturedAt }: UndecidedCapture,
  { baseDn }: LdapSettings,
): Promise<'happened' | 'did-not-happen'> {
  checkAccountBelow(baseDn, account);
  const state = await session.loadAccountState(account);
  if (state === undefined) {
    await checkSeesAccounts(session, baseDn);
    // An account that is not there, or not any more, has no password that somebody could need elsewhere.
    return 'did-not-happen';
  }
  const decision = decideCaptureHappened(state, capturedAt);
  if (decision !== 'unknown') return decision;
  throw new AdapterError(
    'TARGET_MISCONFIGURED',
    'The directory does not tell when this password was changed. Load the ppolicy overlay, and let the service login read pwdChangedTime.',
    { missingPrivilege: `read access to pwdChangedTime of ${account}` },
  );
}

/** To a login that may see nothing, each account looks as if it were not there. */
async function checkSeesAccounts(session: LdapSession, baseDn: string): Promise<void> {
  const [seen] = await session.findAccountsBelow(baseDn, 1);
  if (seen === undefined) throw missingPrivilege(`search and read access to the accounts below ${baseDn}`);
}
