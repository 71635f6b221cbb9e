import { AdapterError } from '@entsync/adapter-sdk';

import type { RoleFacts, ServiceLoginFacts } from './role-client.ts';

/** Throws where the service login could not set the password of any role at all; which ones are mapped is not known here. */
export function checkPrivileges(login: ServiceLoginFacts): void {
  if (login.isReadOnly) {
    throw new AdapterError(
      'TARGET_MISCONFIGURED',
      'This PostgreSQL server takes no writes: it is a standby, or read-only by default. Name the primary server in the settings.',
    );
  }
  // Otherwise each password would be refused for good, one after the other.
  if (login.refusesVerifiers) throw missing('credcheck.encrypted_password_allowed = on');
  if (login.isSuperuser) return;
  if (!login.mayCreateRoles) throw missing('the CREATEROLE attribute');
  if (login.needsAdminOption && !login.administersSomeRole) {
    throw missing('the ADMIN OPTION on each role whose password is to be set');
  }
}

/** What is missing when the server has refused to change this role's password. */
export function missingPrivilegeFor(account: string, role: RoleFacts, login: ServiceLoginFacts): string {
  if (role.isSuperuser) return `the SUPERUSER attribute, or an account other than the superuser "${account}"`;
  if (!login.mayCreateRoles) return 'the CREATEROLE attribute';
  return login.needsAdminOption
    ? `the ADMIN OPTION on role "${account}"`
    : `the SUPERUSER attribute, or an account other than "${account}"`;
}

export function missing(missingPrivilege: string, targetCode?: string): AdapterError {
  const facts = targetCode === undefined ? { missingPrivilege } : { missingPrivilege, targetCode };
  return new AdapterError(
    'TARGET_MISCONFIGURED',
    'The service login must not set passwords on this PostgreSQL server. Grant what is missing.',
    facts,
  );
}
