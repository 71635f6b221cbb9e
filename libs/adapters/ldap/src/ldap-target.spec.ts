import type { AdapterError } from '@entsync/adapter-sdk';
import { Secret } from '@entsync/domain';
import { describe, expect, test } from 'vitest';

import {
  LdapError,
  type AccountState,
  type BindAnswer,
  type LdapClient,
  type LdapErrorFacts,
  type LdapSession,
  type LockoutPolicy,
  type Stage,
} from './ldap-client.ts';
import { LdapTarget } from './ldap-target.ts';
import { ldapSettingsSchema, type LdapSettings } from './settings.ts';

const ALICE = 'uid=alice,ou=people,dc=x';
const signal = new AbortController().signal;
const NO_ANSWER: LdapErrorFacts = { cause: new Error('socket') };
const STATE: AccountState = {
  passwordChangedAt: undefined,
  entryModifiedAt: undefined,
  isLocked: false,
  loginFailures: [],
  policyDn: undefined,
};

interface FakeDirectory {
  readonly logIn?: LdapErrorFacts;
  readonly change?: LdapErrorFacts;
  readonly bind?: BindAnswer | LdapErrorFacts;
  readonly state?: Partial<AccountState> | 'none' | LdapErrorFacts;
  readonly policy?: LockoutPolicy;
  readonly probe?: LdapErrorFacts;
  readonly accounts?: readonly string[];
  readonly extensions?: readonly string[];
}

class FakeClient implements LdapClient {
  readonly done: string[] = [];
  readonly #directory: FakeDirectory;

  constructor(directory: FakeDirectory) {
    this.#directory = directory;
  }

  async logIn(): Promise<LdapSession> {
    const { done } = this;
    const {
      logIn,
      change,
      bind = 'accepted',
      state,
      policy,
      probe,
      accounts = [ALICE],
      extensions = [],
    } = this.#directory;
    failWith('connect', logIn);
    const make = (what: string) => async (): Promise<void> => {
      done.push(what);
      failWith('change', change);
    };
    return {
      bind: async () => {
        done.push('bind');
        if (typeof bind === 'string') return bind;
        return failWith('ask', bind) ?? 'refused';
      },
      setByExtendedOperation: make('exop'),
      replacePassword: make('replace'),
      deletePasswordThatIsNotThere: async () => failWith('ask', probe ?? { resultCode: 16 }),
      findAccountsBelow: async () => accounts,
      loadAccountState: async () => loadState(state),
      loadLockoutPolicy: async () => policy,
      loadSupportedExtensions: async () => extensions,
      end: () => done.push('end'),
    };
  }
}

function loadState(state: FakeDirectory['state']): AccountState | undefined {
  if (state === 'none') return undefined;
  if (state !== undefined && ('cause' in state || 'resultCode' in state)) return failWith('ask', state);
  return { ...STATE, ...(state as Partial<AccountState>) };
}

function failWith(stage: Stage, facts: LdapErrorFacts | undefined): undefined {
  if (facts !== undefined) throw new LdapError(stage, facts);
}

interface Attempt {
  readonly settings?: Partial<LdapSettings>;
  readonly account?: string;
  readonly password?: Secret;
  readonly oldPassword?: string;
  readonly mayBeApplied?: boolean;
}

function target(directory: FakeDirectory, settings: Partial<LdapSettings> = {}): [LdapTarget, FakeClient] {
  const all = { url: 'ldap://localhost', bindDn: 'cn=service,dc=x', baseDn: 'ou=people,dc=x', ...settings };
  const client = new FakeClient(directory);
  return [new LdapTarget(client, ldapSettingsSchema.parse(all)), client];
}

/** What was done, or how it failed. */
async function set(directory: FakeDirectory, attempt: Attempt = {}): Promise<AdapterError | string> {
  const {
    settings,
    account = ALICE,
    password = Secret.ofText('Aa1-secret'),
    oldPassword,
    mayBeApplied = false,
  } = attempt;
  const [ldap, client] = target(directory, settings);
  const request = { account, newPassword: password, mayBeApplied };
  const old = oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) };
  try {
    await ldap.setPassword({ ...request, ...old }, signal);
    return client.done.join(' ');
  } catch (error) {
    return error as AdapterError;
  }
}

describe('setting a password', () => {
  test('by the extended operation, proved by a login', async () => {
    expect(await set({})).toBe('exop bind end');
  });

  test('by writing the attribute', async () => {
    expect(await set({}, { settings: { method: 'replace', verifyByBind: false } })).toBe('replace end');
  });

  test('an account that does not lie below the base is none of ours', async () => {
    const failure = await set({}, { account: 'cn=root,dc=x' });
    expect(failure).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });

  test.each<[string, Secret, LdapSettings['method']]>([
    ['empty', Secret.ofText(''), 'exop'],
    ['no UTF-8', new Secret(Uint8Array.of(0x67, 0xfc)), 'exop'],
    ['like a stored hash, where it would be taken for one', Secret.ofText('{SSHA}abc'), 'replace'],
  ])('a password that is %s is refused', async (_title, password, method) => {
    expect(await set({}, { password, settings: { method } })).toMatchObject({ code: 'PASSWORD_REFUSED' });
  });

  test('a password like a stored hash can be set by the extended operation', async () => {
    expect(await set({}, { password: Secret.ofText('{SSHA}abc') })).toBe('exop bind end');
  });
});

describe('how it fails', () => {
  test.each<[string, FakeDirectory, string]>([
    ['no connection', { logIn: NO_ANSWER }, 'TARGET_UNREACHABLE'],
    [
      'a certificate',
      { logIn: { cause: Object.assign(new Error('tls'), { code: 'CERT_HAS_EXPIRED' }) } },
      'TARGET_MISCONFIGURED',
    ],
    ['a refused service login', { logIn: { resultCode: 49 } }, 'SERVICE_LOGIN_REFUSED'],
    ['a service login without a password', { logIn: { resultCode: 53 } }, 'SERVICE_LOGIN_REFUSED'],
    ['TLS asked for', { logIn: { resultCode: 13 } }, 'TARGET_MISCONFIGURED'],
    ['a busy server at login', { logIn: { resultCode: 51 } }, 'TARGET_BUSY'],
    ['no answer to the change', { change: NO_ANSWER }, 'TARGET_TIMEOUT'],
    ['a time limit of the server', { change: { resultCode: 3 } }, 'TARGET_TIMEOUT'],
    ['busy', { change: { resultCode: 51 } }, 'TARGET_BUSY'],
    ['unavailable', { change: { resultCode: 52 } }, 'TARGET_BUSY'],
    ['other', { change: { resultCode: 80 } }, 'TARGET_BUSY'],
    ['no such account', { change: { resultCode: 32 } }, 'ACCOUNT_NOT_FOUND'],
    ['no name', { change: { resultCode: 34 } }, 'ACCOUNT_NOT_FOUND'],
    ['an entry without passwords', { change: { resultCode: 65 } }, 'ACCOUNT_NOT_FOUND'],
    ['a policy', { change: { resultCode: 19 } }, 'PASSWORD_REFUSED'],
    ['a copy that takes no writes', { change: { resultCode: 10 } }, 'TARGET_MISCONFIGURED'],
    ['an operation that the server has not', { change: { resultCode: 2 } }, 'TARGET_MISCONFIGURED'],
    ['unwilling, about something else', { change: { resultCode: 53 } }, 'TARGET_MISCONFIGURED'],
    [
      'unwilling, about an old password that we did not send',
      { change: { resultCode: 53, isAboutOldPassword: true } },
      'TARGET_MISCONFIGURED',
    ],
  ])('%s: %s', async (_title, directory, code) => {
    const { resultCode } = directory.change ?? directory.logIn ?? {};
    const targetCode = resultCode === undefined ? {} : { targetCode: String(resultCode) };
    expect(await set(directory)).toMatchObject({ code, ...targetCode });
  });

  test.each<[number, boolean]>([
    [53, true],
    [49, false],
    [16, false],
  ])('%i after an old password was sent: OLD_PASSWORD_WRONG', async (resultCode, isAboutOldPassword) => {
    const failure = await set({ change: { resultCode, isAboutOldPassword } }, { oldPassword: 'Old-1' });
    expect(failure).toMatchObject({ code: 'OLD_PASSWORD_WRONG', targetCode: String(resultCode) });
  });

  test('a missing right is named with its account', async () => {
    expect(await set({ change: { resultCode: 50 } })).toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: `write access to userPassword of ${ALICE}`,
    });
  });

  test('a policy that asks for the old password is a matter of settings', async () => {
    expect(await set({ change: { resultCode: 50, policyFault: 'old-password-missing' } })).toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('pwdSafeModify') as string,
    });
  });

  test('a password that may not be changed yet is tried again later', async () => {
    const failure = await set({ change: { resultCode: 19, policyFault: 'too-young' }, bind: 'refused' });
    expect(failure).toMatchObject({ code: 'TARGET_BUSY', retryAfter: 900_000 });
  });
});

describe('a refusal that an earlier attempt could have caused', () => {
  const repeated = { mayBeApplied: true };

  test.each<[string, LdapErrorFacts, Attempt]>([
    ['in the history, though nobody spoke of an earlier attempt', { resultCode: 19, policyFault: 'in-history' }, {}],
    ['too young', { resultCode: 19, policyFault: 'too-young' }, {}],
    ['a policy that does not say why', { resultCode: 19 }, repeated],
    ['a wrong old password', { resultCode: 53, isAboutOldPassword: true }, { ...repeated, oldPassword: 'Old-1' }],
  ])('%s: succeeds if the password is in force', async (_title, change, attempt) => {
    expect(await set({ change }, attempt)).toBe('exop bind end');
    expect(await set({ change, bind: 'refused' }, attempt)).toMatchObject({ targetCode: String(change.resultCode) });
  });

  test.each<[string, LdapErrorFacts, Attempt]>([
    ['a policy that does not say why', { resultCode: 19 }, {}],
    ['a wrong old password', { resultCode: 53, isAboutOldPassword: true }, { oldPassword: 'Old-1' }],
    ['no such account', { resultCode: 32 }, repeated],
  ])(
    '%s: not asked about where there was no such attempt, or it could not be the cause',
    async (_title, change, attempt) => {
      expect(await set({ change, bind: 'accepted' }, attempt)).toMatchObject({ targetCode: String(change.resultCode) });
    },
  );

  const history = { change: { resultCode: 19, policyFault: 'in-history' as const } };
  const failures = (count: number): number[] => Array.from({ length: count }, () => Date.now());

  test.each<[string, FakeDirectory]>([
    ['a locked account', { state: { isLocked: true } }],
    ['a lock that only the login shows', { bind: 'locked' }],
    ['one attempt left, by the setting', { state: { loginFailures: failures(2) } }],
    [
      'one attempt left, by the policy',
      {
        state: { loginFailures: failures(4), policyDn: 'cn=p,dc=x' },
        policy: { locksOut: true, maxFailures: 5, failuresForgottenAfter: 0 },
      },
    ],
  ])('%s: it cannot be asked now', async (_title, directory) => {
    expect(await set({ ...history, ...directory }, repeated)).toMatchObject({
      code: 'TARGET_BUSY',
      retryAfter: 60_000,
    });
    expect(await set({ ...history, ...directory })).toMatchObject({ code: 'PASSWORD_REFUSED' });
  });

  test('no answer to the question leaves the outcome open', async () => {
    expect(await set({ ...history, bind: NO_ANSWER }, repeated)).toMatchObject({ code: 'TARGET_TIMEOUT' });
    expect(await set({ ...history, state: NO_ANSWER }, repeated)).toMatchObject({ code: 'TARGET_TIMEOUT' });
    expect(await set({ ...history, bind: NO_ANSWER })).toMatchObject({ code: 'TARGET_UNREACHABLE' });
  });
});

describe('the proof', () => {
  test('a login that is refused shows that the directory looks elsewhere', async () => {
    expect(await set({ bind: 'refused' })).toMatchObject({ code: 'TARGET_MISCONFIGURED', targetCode: '49' });
  });

  test.each<[string, FakeDirectory, string]>([
    ['says nothing about a locked account', { bind: 'locked' }, 'exop bind end'],
    ['says nothing about a disabled account', { bind: { resultCode: 53 } }, 'exop bind end'],
    ['is not tried on a locked account', { state: { isLocked: true } }, 'exop end'],
    ['needs no right to read', { state: 'none' }, 'exop bind end'],
  ])('%s', async (_title, directory, done) => {
    expect(await set(directory)).toBe(done);
  });

  test('that breaks off leaves open what is in force', async () => {
    expect(await set({ bind: NO_ANSWER })).toMatchObject({ code: 'TARGET_TIMEOUT' });
    expect(await set({ state: NO_ANSWER })).toMatchObject({ code: 'TARGET_TIMEOUT' });
  });
});

describe('verifying', () => {
  const verify = (directory: FakeDirectory, settings: Partial<LdapSettings> = {}): Promise<void> =>
    target(directory, settings)[0].verify(signal);

  test.each<[string, FakeDirectory]>([
    ['nothing to delete', {}],
    ['a policy in the way', { probe: { resultCode: 19 } }],
    ['a server that says what it can', { extensions: ['1.3.6.1.4.1.4203.1.11.1'] }],
    ['the service login among the accounts', { accounts: ['CN=Service,dc=x', ALICE] }],
  ])('%s is fine', async (_title, directory) => {
    await expect(verify(directory)).resolves.toBeUndefined();
  });

  test.each<[string, FakeDirectory, RegExp]>([
    ['no right to write', { probe: { resultCode: 50 } }, /write access to userPassword/],
    ['a server that hides what we must not write', { probe: { resultCode: 32 } }, /write access to userPassword/],
    ['no account to be seen', { accounts: [] }, /search and read access/],
    ['nobody but the service login', { accounts: ['cn=service,dc=x'] }, /search and read access/],
  ])('%s: says what is missing', async (_title, directory, missingPrivilege) => {
    await expect(verify(directory)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringMatching(missingPrivilege) as string,
    });
  });

  test.each<[string, FakeDirectory, string]>([
    ['a copy that takes no writes', { probe: { resultCode: 10 } }, 'TARGET_MISCONFIGURED'],
    ['an operation that the server has not', { extensions: ['1.3.6.1.1.8'] }, 'TARGET_MISCONFIGURED'],
    ['no answer', { probe: NO_ANSWER }, 'TARGET_UNREACHABLE'],
  ])('%s: %s', async (_title, directory, code) => {
    await expect(verify(directory)).rejects.toMatchObject({ code });
  });
});

describe('resolving a capture', () => {
  const capturedAt = Date.parse('2026-11-22T04:30:15Z');
  const resolve = (state: FakeDirectory['state'], account = ALICE): Promise<string> =>
    target(state === undefined ? {} : { state })[0].resolveCapture({ account, capturedAt }, signal);

  test('by when the password was changed', async () => {
    expect(await resolve({ passwordChangedAt: capturedAt })).toBe('happened');
    expect(await resolve({ passwordChangedAt: capturedAt - 60_000 })).toBe('did-not-happen');
  });

  test('an account that is not there was not given a password', async () => {
    expect(await resolve('none')).toBe('did-not-happen');
  });

  test('an account that cannot be seen, as none can, could have been given one', async () => {
    const [blind] = target({ state: 'none', accounts: [] });
    await expect(blind.resolveCapture({ account: ALICE, capturedAt }, signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('search and read access') as string,
    });
  });

  test('never guesses', async () => {
    await expect(resolve(undefined)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('pwdChangedTime') as string,
    });
    await expect(resolve(NO_ANSWER)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    await expect(resolve({}, 'cn=else,dc=y')).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });
});

test('every connection is ended, whatever happens', async () => {
  for (const directory of [{}, { change: { resultCode: 32 } }, { bind: NO_ANSWER }]) {
    const [ldap, client] = target(directory);
    const newPassword = Secret.ofText('Aa1-secret');
    await ldap.setPassword({ account: ALICE, newPassword, mayBeApplied: false }, signal).catch(() => undefined);
    expect(client.done.at(-1)).toBe('end');
  }
});
