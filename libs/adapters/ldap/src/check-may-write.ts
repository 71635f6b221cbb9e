import { AdapterError } from '@entsync/adapter-sdk';
import { canonicalAccount } from '@entsync/domain';

import { missingPrivilege } from './classify-ldap-error.ts';
import { PASSWORD_MODIFY_OID } from './encode-password-modify.ts';
import { LdapError, type LdapSession } from './ldap-client.ts';
import type { LdapSettings } from './settings.ts';

const NO_SUCH_ATTRIBUTE = 16;
const CONSTRAINT_VIOLATION = 19;
const NO_SUCH_OBJECT = 32;
const INSUFFICIENT_ACCESS = 50;

/** Throws where the service login could not set passwords below the base. Which accounts are mapped is not known here: one is looked for. */
export async function checkMayWrite(session: LdapSession, { bindDn, baseDn, method }: LdapSettings): Promise<void> {
  if (method === 'exop') await checkKnowsPasswordModify(session);
  // The service login may lie below the base itself, with other rights on itself.
  const found = await session.findAccountsBelow(baseDn, 2);
  const account = found.find((dn) => canonicalAccount('ldap-dn', dn) !== canonicalAccount('ldap-dn', bindDn));
  if (account === undefined) throw missingPrivilege(`search and read access to the accounts below ${baseDn}`);
  await checkMayWriteAt(session, account, baseDn);
}

async function checkKnowsPasswordModify(session: LdapSession): Promise<void> {
  const extensions = await session.loadSupportedExtensions();
  if (extensions.length === 0 || extensions.includes(PASSWORD_MODIFY_OID)) return;
  throw new AdapterError(
    'TARGET_MISCONFIGURED',
    'This directory cannot modify passwords by an extended operation (RFC 3062). Set method to replace.',
  );
}

/** Rights are looked at before values: that nothing was there to delete shows that we could have. */
async function checkMayWriteAt(session: LdapSession, account: string, baseDn: string): Promise<void> {
  try {
    await session.deletePasswordThatIsNotThere(account);
  } catch (error) {
    const code = error instanceof LdapError ? error.resultCode : undefined;
    if (code === NO_SUCH_ATTRIBUTE || code === CONSTRAINT_VIOLATION) return;
    // A server may hide what we must not write.
    if (code === INSUFFICIENT_ACCESS || code === NO_SUCH_OBJECT) {
      throw missingPrivilege(`write access to userPassword of the entries below ${baseDn}`, String(code));
    }
    throw error;
  }
}
