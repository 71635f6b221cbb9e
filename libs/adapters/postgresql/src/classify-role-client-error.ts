import { AdapterError, connectionFailure, type AdapterErrorCode } from '@entsync/adapter-sdk';

import type { RoleClientError, Stage } from './role-client.ts';

/** The longest key that an SQLSTATE begins with counts. Where a stage has none, see {@link classifyRoleClientError}. */
const BY_SQL_STATE: Readonly<Record<Stage, ReadonlyMap<string, AdapterErrorCode>>> = {
  connect: new Map([
    ['28', 'SERVICE_LOGIN_REFUSED'],
    ['3D000', 'TARGET_MISCONFIGURED'],
    ['42501', 'TARGET_MISCONFIGURED'],
    ['53', 'TARGET_BUSY'],
    ['57P03', 'TARGET_BUSY'],
  ]),
  read: new Map([
    ['42', 'TARGET_MISCONFIGURED'],
    ['53', 'TARGET_BUSY'],
    ['57014', 'TARGET_BUSY'],
    ['57P', 'TARGET_UNREACHABLE'],
    ['08', 'TARGET_UNREACHABLE'],
  ]),
  change: new Map([
    ['42704', 'ACCOUNT_NOT_FOUND'],
    // What checks passwords is an extension: these are the codes of passwordcheck, of credcheck, and of RAISE EXCEPTION.
    ['22023', 'PASSWORD_REFUSED'],
    ['28', 'PASSWORD_REFUSED'],
    ['P0001', 'PASSWORD_REFUSED'],
    ['42501', 'TARGET_MISCONFIGURED'],
    ['25006', 'TARGET_MISCONFIGURED'],
    ['0A000', 'TARGET_MISCONFIGURED'],
    // The server ended the session while it was working for us.
    ['57P', 'TARGET_TIMEOUT'],
    ['08', 'TARGET_TIMEOUT'],
  ]),
};

const SENTENCES: Readonly<Record<AdapterErrorCode, string>> = {
  TARGET_UNREACHABLE: 'PostgreSQL did not answer a question that came before the change. Nothing has been changed.',
  TARGET_TIMEOUT: 'PostgreSQL did not say whether it has changed the password. Try again: a repetition does no harm.',
  TARGET_BUSY: 'PostgreSQL could not do this now and has changed nothing. Try again later.',
  ACCOUNT_NOT_FOUND: 'PostgreSQL has no such role. Create it, or correct the mapping.',
  PASSWORD_REFUSED: 'A password check on the PostgreSQL server refuses this password. Choose another one.',
  OLD_PASSWORD_WRONG: 'PostgreSQL does not compare old passwords.',
  SERVICE_LOGIN_REFUSED: 'PostgreSQL refuses the service login. Correct its user, its password or pg_hba.conf.',
  TARGET_MISCONFIGURED:
    'PostgreSQL does not let the service login do its work. Compare the settings and the privileges with the documentation.',
};

/** A refusal of an unknown kind has changed nothing; it is `TARGET_BUSY`, so that one account's strange fault does not stop all others. */
export function classifyRoleClientError(error: RoleClientError): AdapterError {
  const { stage, sqlState, cause } = error;
  if (sqlState !== undefined) {
    const code = longestMatch(BY_SQL_STATE[stage], sqlState) ?? 'TARGET_BUSY';
    return new AdapterError(code, SENTENCES[code], { targetCode: sqlState });
  }
  switch (stage) {
    case 'connect':
      return connectionFailure(cause);
    case 'read':
      return new AdapterError('TARGET_UNREACHABLE', SENTENCES.TARGET_UNREACHABLE, { cause });
    case 'change':
      return new AdapterError('TARGET_TIMEOUT', SENTENCES.TARGET_TIMEOUT, { cause });
  }
}

function longestMatch(codes: ReadonlyMap<string, AdapterErrorCode>, sqlState: string): AdapterErrorCode | undefined {
  const prefixes = [sqlState, sqlState.slice(0, 3), sqlState.slice(0, 2)];
  return prefixes.map((prefix) => codes.get(prefix)).find((code) => code !== undefined);
}
