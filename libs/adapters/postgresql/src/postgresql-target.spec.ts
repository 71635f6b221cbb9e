import { AdapterError } from '@entsync/adapter-sdk';
import { Secret } from '@entsync/domain';
import { describe, expect, test } from 'vitest';

import { PostgresqlTarget } from './postgresql-target.ts';
import {
  RoleClientError,
  type RoleClient,
  type RoleFacts,
  type RoleSession,
  type ServiceLoginFacts,
  type Stage,
} from './role-client.ts';

const LOGIN: ServiceLoginFacts = {
  isSuperuser: false,
  mayCreateRoles: true,
  administersSomeRole: true,
  needsAdminOption: true,
  isReadOnly: false,
  refusesVerifiers: false,
};
const ROLE: RoleFacts = { canLogIn: true, isSuperuser: false };

interface FakeServer {
  readonly login?: Partial<ServiceLoginFacts>;
  readonly role?: Partial<RoleFacts> | 'none';
  readonly fails?: { readonly stage: Stage; readonly sqlState?: string };
}

class FakeClient implements RoleClient {
  readonly stored: string[] = [];
  readonly #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  lend<T>(_signal: AbortSignal, use: (session: RoleSession) => Promise<T>): Promise<T> {
    this.#failAt('connect');
    return use({
      loadServiceLogin: async () => ({ ...LOGIN, ...this.#server.login }),
      loadRole: async () => {
        this.#failAt('read');
        return this.#server.role === 'none' ? undefined : { ...ROLE, ...this.#server.role };
      },
      storeVerifier: async (name, verifier) => {
        this.#failAt('change');
        this.stored.push(`${name} ${verifier}`);
      },
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #failAt(stage: Stage): void {
    const { fails } = this.#server;
    if (fails?.stage === stage) throw new RoleClientError(stage, fails.sqlState, new Error('socket'));
  }
}

const signal = new AbortController().signal;

/** What was stored, or how it failed. */
async function set(server: FakeServer, password = 'Aa1-secret'): Promise<AdapterError | string> {
  const client = new FakeClient(server);
  const request = { account: 'alice', newPassword: Secret.ofText(password), mayBeApplied: false };
  try {
    await new PostgresqlTarget(client).setPassword(request, signal);
    return client.stored.join();
  } catch (error) {
    return error as AdapterError;
  }
}

describe('setting a password', () => {
  test('stores a verifier and never the password', async () => {
    expect(await set({})).toMatch(/^alice SCRAM-SHA-256\$4096:/);
  });

  test.each([
    ['an empty password', ''],
    ['a password with NUL', 'Aa1\0secret'],
  ])('refuses %s, with which nobody could log in', async (_title, password) => {
    expect(await set({}, password)).toMatchObject({ code: 'PASSWORD_REFUSED' });
  });

  test.each([
    ['is not there', 'none' as const],
    ['cannot log in', { canLogIn: false }],
  ])('a role that %s is no account', async (_title, role) => {
    expect(await set({ role })).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });

  test.each<[Stage, string | undefined, string]>([
    ['connect', undefined, 'TARGET_UNREACHABLE'],
    ['connect', '28P01', 'SERVICE_LOGIN_REFUSED'],
    ['connect', '28000', 'SERVICE_LOGIN_REFUSED'],
    ['connect', '3D000', 'TARGET_MISCONFIGURED'],
    ['connect', '42501', 'TARGET_MISCONFIGURED'],
    ['connect', '53300', 'TARGET_BUSY'],
    ['connect', '57P03', 'TARGET_BUSY'],
    ['read', undefined, 'TARGET_UNREACHABLE'],
    ['read', '57014', 'TARGET_BUSY'],
    ['read', '57P01', 'TARGET_UNREACHABLE'],
    ['read', '42501', 'TARGET_MISCONFIGURED'],
    ['change', undefined, 'TARGET_TIMEOUT'],
    ['change', '57P01', 'TARGET_TIMEOUT'],
    ['change', '57014', 'TARGET_BUSY'],
    ['change', '40P01', 'TARGET_BUSY'],
    ['change', 'XX000', 'TARGET_BUSY'],
    ['change', '42704', 'ACCOUNT_NOT_FOUND'],
    ['change', '22023', 'PASSWORD_REFUSED'],
    ['change', '28000', 'PASSWORD_REFUSED'],
    ['change', 'P0001', 'PASSWORD_REFUSED'],
    ['change', '25006', 'TARGET_MISCONFIGURED'],
  ])('%s fails with %s: %s', async (stage, sqlState, code) => {
    const failure = await set({ fails: sqlState === undefined ? { stage } : { stage, sqlState } });
    expect(failure).toMatchObject({ code, targetCode: sqlState });
  });

  test.each<[string, FakeServer, RegExp]>([
    ['a login without CREATEROLE', { login: { mayCreateRoles: false } }, /CREATEROLE/],
    ['a login without the ADMIN OPTION', {}, /ADMIN OPTION on role "alice"/],
    ['a superuser', { role: { isSuperuser: true } }, /SUPERUSER/],
    ['an older server that protects the role', { login: { needsAdminOption: false } }, /SUPERUSER/],
  ])('%s: names what is missing', async (_title, server, missingPrivilege) => {
    const failure = await set({ ...server, fails: { stage: 'change', sqlState: '42501' } });
    expect(failure).toMatchObject({ code: 'TARGET_MISCONFIGURED', targetCode: '42501' });
    expect((failure as AdapterError).missingPrivilege).toMatch(missingPrivilege);
  });
});

describe('verifying', () => {
  const verify = (login: Partial<ServiceLoginFacts>): Promise<void> =>
    new PostgresqlTarget(new FakeClient({ login })).verify(signal);

  test.each<[string, Partial<ServiceLoginFacts>]>([
    ['CREATEROLE and an administered role', {}],
    ['CREATEROLE alone before PostgreSQL 16', { administersSomeRole: false, needsAdminOption: false }],
    ['SUPERUSER alone', { isSuperuser: true, mayCreateRoles: false, administersSomeRole: false }],
  ])('%s is enough', async (_title, login) => {
    await expect(verify(login)).resolves.toBeUndefined();
  });

  test.each<[string, Partial<ServiceLoginFacts>, RegExp]>([
    ['no CREATEROLE', { mayCreateRoles: false }, /CREATEROLE/],
    ['no administered role', { administersSomeRole: false }, /ADMIN OPTION/],
    ['a credcheck that refuses verifiers', { refusesVerifiers: true, isSuperuser: true }, /encrypted_password_allowed/],
  ])('%s: says what is missing', async (_title, login, missingPrivilege) => {
    await expect(verify(login)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringMatching(missingPrivilege) as string,
    });
  });

  test('a standby takes no changes', async () => {
    await expect(verify({ isReadOnly: true, isSuperuser: true })).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
    });
  });
});
