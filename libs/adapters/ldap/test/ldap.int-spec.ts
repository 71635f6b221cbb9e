import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newId, type AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';
import { FaultProxy } from '@entsync/adapter-sdk/contract-suite';
import { canonicalAccount, Secret } from '@entsync/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ldapAdapter, type LdapSettings } from '../src/index.ts';
import { LdapLab } from './ldap-lab.ts';
import { makeCertificate } from './make-certificate.ts';
import { BASE_DN, SERVICE_DN } from './slapd.ts';

const signal = new AbortController().signal;
let lab: LdapLab;

beforeAll(async () => {
  lab = await LdapLab.start();
}, 120_000);

afterAll(async () => {
  await lab.close();
});

function connect(settings: Partial<LdapSettings> = {}, password = lab.servicePassword): TargetAdapter {
  const all = { url: lab.ldapUrl, bindDn: SERVICE_DN, baseDn: BASE_DN, connectTimeout: 1500, operationTimeout: 1500 };
  return ldapAdapter.create(ldapAdapter.settingsSchema.parse({ ...all, ...settings }), {
    password: Secret.ofText(password),
  });
}

interface Change {
  readonly account: string;
  readonly password: string;
  readonly oldPassword?: string;
  readonly mayBeApplied?: boolean;
}

async function set(change: Change, adapter = connect()): Promise<AdapterError | undefined> {
  const { account, password, oldPassword, mayBeApplied = false } = change;
  const request = { account: canonicalAccount('ldap-dn', account), newPassword: Secret.ofText(password), mayBeApplied };
  const old = oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) };
  try {
    await adapter.setPassword({ ...request, ...old }, signal);
    return undefined;
  } catch (error) {
    return error as AdapterError;
  }
}

function newPassword(): string {
  return `Aa1-${newId()}`;
}

async function addAccount(password = newPassword(), more: Readonly<Record<string, string>> = {}): Promise<string> {
  return lab.addAccount(Buffer.from(password), undefined, more);
}

describe('names of accounts', () => {
  test.each([
    ['commas and plus signs', String.raw`smith\, john\+1`],
    ['quotes and angle brackets', String.raw`o'brien \"x\" \<y\>`],
    ['letters beyond ASCII', 'zoë-ünal-密码'],
    ['a number sign at the beginning', String.raw`\#1`],
    ['backslashes inside', String.raw`a\\b`],
    ['spaces inside', 'anna maria'],
  ])('%s: the password of exactly this account is set', async (_title, uid) => {
    const account = `uid=${uid},${BASE_DN}`;
    const plain = uid.replaceAll(/\\(.)/g, '$1');
    const name = { objectClass: 'inetOrgPerson', uid: plain, cn: 'x', sn: 'x' };
    await lab.administer((client) => client.add(account, name));
    const password = newPassword();
    expect(await set({ account, password })).toBeUndefined();
    expect(await lab.logIn(account, Buffer.from(password))).toBe(true);
  });

  test('an entry that cannot have a password is no account', async () => {
    const account = `documentIdentifier=x,${BASE_DN}`;
    await lab.administer((client) => client.add(account, { objectClass: 'document', documentIdentifier: 'x' }));
    expect(await set({ account, password: newPassword() })).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
      targetCode: '65',
    });
  });

  test('an entry outside of the base is left alone, though the right is there', async () => {
    const account = await addAccount();
    const adapter = connect({ baseDn: `ou=elsewhere,${BASE_DN}` });
    expect(await set({ account, password: newPassword() }, adapter)).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });
});

describe('password policies', () => {
  async function addAccountWith(rules: Readonly<Record<string, string>>, password = newPassword()): Promise<string> {
    return addAccount(password, { pwdPolicySubentry: await lab.addPolicy(rules) });
  }

  test('a password of the history is refused, and the one in force is not', async () => {
    const account = await addAccount();
    const [first, second] = [newPassword(), newPassword()];
    expect(await set({ account, password: first })).toBeUndefined();
    expect(await set({ account, password: second })).toBeUndefined();
    expect(await set({ account, password: first })).toMatchObject({ code: 'PASSWORD_REFUSED', targetCode: '19' });
    expect(await set({ account, password: second })).toBeUndefined();
    expect(await lab.logIn(account, Buffer.from(second))).toBe(true);
  });

  test('a password that is too new to be changed is tried again later; the same one succeeds', async () => {
    const account = await addAccount();
    const password = newPassword();
    expect(await set({ account, password })).toBeUndefined();
    await lab.write(account, 'pwdPolicySubentry', await lab.addPolicy({ pwdMinAge: '3600' }));
    expect(await set({ account, password })).toBeUndefined();
    expect(await set({ account, password: newPassword() })).toMatchObject({ code: 'TARGET_BUSY', retryAfter: 900_000 });
  });

  test('a policy that asks for the old password gets it, or says so', async () => {
    const oldPassword = newPassword();
    const account = await addAccountWith({ pwdSafeModify: 'TRUE' }, oldPassword);
    const password = newPassword();
    expect(await set({ account, password })).toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('pwdSafeModify') as string,
    });
    expect(await set({ account, password, oldPassword: 'Wrong-1234' })).toMatchObject({ code: 'OLD_PASSWORD_WRONG' });
    expect(await set({ account, password, oldPassword })).toBeUndefined();
    expect(await lab.logIn(account, Buffer.from(password))).toBe(true);
  });

  test('setting a password unlocks the account, one that an administrator has locked, too', async () => {
    const account = await addAccount();
    await lab.write(account, 'pwdAccountLockedTime', '000001010000Z');
    const password = newPassword();
    expect(await set({ account, password })).toBeUndefined();
    expect(await lab.logIn(account, Buffer.from(password))).toBe(true);
  });
});

describe('attempts that could lock an account', () => {
  async function failToLogIn(account: string, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await lab.logIn(account, Buffer.from('wrong'));
  }

  test('the last one is not spent, and the refusal waits', async () => {
    const account = await addAccount();
    const [first, second] = [newPassword(), newPassword()];
    await set({ account, password: first });
    await set({ account, password: second });
    await failToLogIn(account, 2);
    expect(await set({ account, password: first, mayBeApplied: true })).toMatchObject({ code: 'TARGET_BUSY' });
    expect(await lab.read(account, 'pwdAccountLockedTime')).toEqual([]);
    expect(await lab.logIn(account, Buffer.from(second))).toBe(true);
  });

  test('where the policy of the account allows more, the question is asked', async () => {
    const account = await addAccount(newPassword(), {
      pwdPolicySubentry: await lab.addPolicy({ pwdMaxFailure: '10' }),
    });
    const password = newPassword();
    await set({ account, password });
    await failToLogIn(account, 4);
    expect(await set({ account, password, mayBeApplied: true })).toBeUndefined();
  });

  test('a refusal that no earlier attempt could have caused costs no attempt', async () => {
    const account = await addAccount();
    expect(await set({ account, password: 'Short-1' })).toMatchObject({ code: 'PASSWORD_REFUSED' });
    expect(await set({ account, password: newPassword(), oldPassword: 'Wrong-1234' })).toMatchObject({
      code: 'OLD_PASSWORD_WRONG',
      targetCode: '53',
    });
    expect(await lab.read(account, 'pwdFailureTime')).toEqual([]);
  });

  test('verify leaves no trace', async () => {
    const account = await addAccount();
    const before = await lab.read(account, 'entryCSN');
    await connect({ baseDn: BASE_DN }).verify(signal);
    expect(await lab.read(account, 'entryCSN')).toEqual(before);
    expect(await lab.read(account, 'pwdFailureTime')).toEqual([]);
  });
});

describe('settings that do not fit', () => {
  test('a base that is not there', async () => {
    await expect(connect({ baseDn: 'ou=nowhere,dc=lab,dc=example' }).verify(signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('ou=nowhere') as string,
    });
  });

  test.each([
    ['no password', SERVICE_DN, ''],
    ['a name that is none', 'entsync', 'x'],
    ['a name that is not there', 'cn=else,dc=lab,dc=example', 'x'],
  ])('a service login with %s', async (_title, bindDn, password) => {
    await expect(connect({ bindDn }, password).verify(signal)).rejects.toMatchObject({ code: 'SERVICE_LOGIN_REFUSED' });
  });
});

describe('outages', () => {
  test.each<[string, Partial<LdapSettings>, string[]]>([
    ['without a proof', { verifyByBind: false }, ['TARGET_UNREACHABLE', 'TARGET_TIMEOUT']],
    ['with one', {}, ['TARGET_UNREACHABLE', 'TARGET_TIMEOUT', 'TARGET_TIMEOUT', 'TARGET_TIMEOUT']],
  ])('the outcome is open from the change on: %s', async (_title, settings, expected) => {
    const codes: Array<string | undefined> = [];
    do {
      const proxy = await FaultProxy.before(lab.endpoint);
      proxy.loseAnswer({ answer: codes.length + 1, how: 'cut' });
      const adapter = connect({ url: `ldap://127.0.0.1:${proxy.endpoint.port}`, ...settings });
      codes.push((await set({ account: await addAccount(), password: newPassword() }, adapter))?.code);
      await proxy.close();
    } while (codes.at(-1) !== undefined);
    expect(codes).toEqual([...expected, undefined]);
  });

  test('a server that accepts connections and says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const adapter = connect({ url: `ldap://127.0.0.1:${port}`, connectTimeout: 300 });
      await expect(adapter.verify(signal)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
      const withTls = connect({ url: `ldaps://127.0.0.1:${port}`, connectTimeout: 300 });
      await expect(withTls.verify(signal)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
      const withStartTls = connect({ url: `ldap://127.0.0.1:${port}`, startTls: true, connectTimeout: 300 });
      await expect(withStartTls.verify(signal)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    } finally {
      server.close();
    }
  });

  test('many changes take turns', async () => {
    const proxy = await FaultProxy.before(lab.endpoint);
    const adapter = connect({ url: `ldap://127.0.0.1:${proxy.endpoint.port}`, maxConnections: 2, verifyByBind: false });
    const accounts = await Promise.all(Array.from({ length: 10 }, () => addAccount()));
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, proxy.connectionsOpen)), 1);
    const failures = await Promise.all(accounts.map((account) => set({ account, password: newPassword() }, adapter)));
    clearInterval(watch);
    await proxy.close();
    expect(failures).toEqual(failures.map(() => undefined));
    expect(proxy.connectionsAccepted).toBe(10);
    // A connection counts here until its end has come through.
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('TLS', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'entsync-ldap-test-'));
    await makeCertificate(folder);
    await addAccount();
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const over = (kind: 'ldaps' | 'StartTLS', settings: Partial<LdapSettings>): TargetAdapter =>
    connect(kind === 'ldaps' ? { url: lab.ldapsUrl, ...settings } : { startTls: true, ...settings });

  test.each(['ldaps', 'StartTLS'] as const)('%s: the server that the CA file names', async (kind) => {
    const adapter = over(kind, { caFile: lab.caFile });
    await expect(adapter.verify(signal)).resolves.toBeUndefined();
    const [account, password] = [await addAccount(), newPassword()];
    expect(await set({ account, password }, adapter)).toBeUndefined();
    expect(await lab.logIn(account, Buffer.from(password))).toBe(true);
  });

  test.each(['ldaps', 'StartTLS'] as const)('%s: a server that another authority has signed', async (kind) => {
    const adapter = over(kind, { caFile: join(folder, 'server.pem') });
    await expect(adapter.verify(signal)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
    await expect(over(kind, {}).verify(signal)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
  });

  test.each(['ldaps', 'StartTLS'] as const)('%s: a server under a name that its certificate has not', async (kind) => {
    const url = (kind === 'ldaps' ? lab.ldapsUrl : lab.ldapUrl).replace('127.0.0.1', 'localhost');
    await expect(over(kind, { url, caFile: lab.caFile }).verify(signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      targetCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('a CA file that is not there is named', async () => {
    const caFile = join(folder, 'none.pem');
    await expect(over('ldaps', { caFile }).verify(signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      message: expect.stringContaining(caFile) as string,
    });
  });

  test('ldaps at the port of ldap', async () => {
    const url = lab.ldapUrl.replace('ldap:', 'ldaps:');
    const failure = await set(
      { account: await addAccount(), password: newPassword() },
      connect({ url, caFile: lab.caFile }),
    );
    expect(failure?.code).toMatch(/^TARGET_(UNREACHABLE|MISCONFIGURED)$/);
  });
});

describe('captures whose other half was lost', () => {
  const resolve = (account: string, capturedAt: number): Promise<string> =>
    connect().resolveCapture!({ account: canonicalAccount('ldap-dn', account), capturedAt }, signal);

  test('a change that was made', async () => {
    const account = await addAccount();
    const capturedAt = Date.now();
    expect(await set({ account, password: newPassword() })).toBeUndefined();
    expect(await resolve(account, capturedAt)).toBe('happened');
  });

  test('a change that was refused after it had been captured', async () => {
    const account = await addAccount();
    expect(await set({ account, password: newPassword() })).toBeUndefined();
    const capturedAt = Date.now() + 10_000;
    expect(await set({ account, password: 'Short-1' })).toMatchObject({ code: 'PASSWORD_REFUSED' });
    expect(await resolve(account, capturedAt)).toBe('did-not-happen');
  });

  test('an account that was not made after all', async () => {
    expect(await resolve(`uid=never,${BASE_DN}`, Date.now())).toBe('did-not-happen');
  });

  test('where the directory has not noted a change, a later modification of the entry is no answer', async () => {
    const account = await addAccount();
    expect(await lab.read(account, 'pwdChangedTime')).toEqual([]);
    await expect(resolve(account, Date.now() - 3_600_000)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
  });
});
