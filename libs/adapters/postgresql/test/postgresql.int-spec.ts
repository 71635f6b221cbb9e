import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newId, type AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';
import { FaultProxy } from '@entsync/adapter-sdk/contract-suite';
import { Secret } from '@entsync/domain';
import { afterAll, afterEach, assert, beforeAll, describe, expect, test, vi } from 'vitest';

import { postgresqlAdapter, type PostgresqlSettings } from '../src/index.ts';
import { logInWithPsql } from './log-in-with-psql.ts';
import { makeCertificate } from './make-certificate.ts';
import { PostgresqlLab } from './postgresql-lab.ts';

const signal = new AbortController().signal;
const adapters: TargetAdapter[] = [];
let lab: PostgresqlLab;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entsync-postgresql-test-'));
  lab = await PostgresqlLab.start();
}, 120_000);

afterEach(async () => {
  for (const adapter of adapters.splice(0)) await adapter.close();
});

afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

function connect(settings: Partial<PostgresqlSettings> = {}, password = lab.servicePassword): TargetAdapter {
  const all = {
    host: lab.host,
    port: lab.port,
    user: 'entsync',
    tls: 'disable',
    connectTimeout: 1000,
    statementTimeout: 1000,
  };
  const adapter = postgresqlAdapter.create(postgresqlAdapter.settingsSchema.parse({ ...all, ...settings }), {
    password: Secret.ofText(password),
  });
  adapters.push(adapter);
  return adapter;
}

async function set(account: string, password: string, adapter = connect()): Promise<AdapterError | undefined> {
  try {
    await adapter.setPassword({ account, newPassword: Secret.ofText(password), mayBeApplied: false }, signal);
    return undefined;
  } catch (error) {
    return error as AdapterError;
  }
}

function newPassword(): string {
  return `Aa1-${newId()}`;
}

function addRole(name = `role-${newId()}`, attributes = ''): Promise<string> {
  return lab.addRole(name, Buffer.from(newPassword()), attributes);
}

describe('names of roles', () => {
  test.each([
    ['quotes', `o'Brien "the role"; --`],
    ['capitals and spaces', 'Alice In Wonderland '],
    ['backslashes and format signs', String.raw`a\b %I %L $1`],
    ['letters beyond ASCII', 'Zoë-Ünal-密码'],
    ['a reserved word', 'current_user'],
    ['as long as can be', 'x'.repeat(63)],
  ])('%s: the password of exactly this role is set', async (_title, name) => {
    const password = newPassword();
    const role = await addRole(name);
    expect(await set(role, password)).toBeUndefined();
    expect(await logInWithPsql(lab, role, Buffer.from(password))).toBe(true);
  });

  test('a name that PostgreSQL would shorten is no other role', async () => {
    const role = await addRole('y'.repeat(63));
    const password = newPassword();
    expect(await set(`${role}-and-more`, password)).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    expect(await logInWithPsql(lab, role, Buffer.from(password))).toBe(false);
  });

  test.each(['', 'ALICE', 'a\0b', '%'])('%j is nobody', async (account) => {
    await addRole(`alice-${newId()}`);
    expect(await set(account, newPassword())).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });
});

describe('what is left alone', () => {
  test('VALID UNTIL, connection limits and settings of the role', async () => {
    const role = await addRole(undefined, `VALID UNTIL '2020-01-01' CONNECTION LIMIT 3`);
    const facts = `SELECT rolvaliduntil::text, rolconnlimit, rolinherit FROM pg_roles WHERE rolname = '${role}'`;
    const before = await lab.run(facts);
    expect(await set(role, newPassword())).toBeUndefined();
    expect(await lab.run(facts)).toEqual(before);
  });

  test('a password that was refused leaves the old one in force', async () => {
    const role = `role-${newId()}`;
    await addRole(role);
    const password = newPassword();
    expect(await set(role, password)).toBeUndefined();
    expect(await set(role, role)).toMatchObject({ code: 'PASSWORD_REFUSED', targetCode: '22023' });
    expect(await logInWithPsql(lab, role, Buffer.from(password))).toBe(true);
  });
});

describe('privileges', () => {
  test('CREATEROLE and the ADMIN OPTION are enough, and neither membership nor SET ROLE comes with them', async () => {
    const role = await addRole();
    const [granted] = await lab.run(
      `SELECT admin_option, inherit_option, set_option FROM pg_auth_members
        WHERE roleid = '${role}'::regrole AND member = 'entsync'::regrole`.replaceAll(role, `"${role}"`),
    );
    expect(granted).toEqual({ admin_option: true, inherit_option: false, set_option: false });
    expect(await set(role, newPassword())).toBeUndefined();
  });

  test('a role that was not granted: its name is in what is missing', async () => {
    const role = `role-${newId()}`;
    await lab.run(`CREATE ROLE "${role}" LOGIN`);
    expect(await set(role, newPassword())).toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      targetCode: '42501',
      missingPrivilege: `the ADMIN OPTION on role "${role}"`,
    });
  });

  test('a superuser is out of reach', async () => {
    const role = await addRole(undefined, 'SUPERUSER');
    expect(await set(role, newPassword())).toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      missingPrivilege: expect.stringContaining('SUPERUSER') as string,
    });
  });

  test('a group is no account', async () => {
    const group = `group-${newId()}`;
    await lab.run(`CREATE ROLE "${group}"`);
    expect(await set(group, newPassword())).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });

  test('a role with CREATEROLE that administers none has not got what it needs', async () => {
    await lab.run(`CREATE ROLE lonely LOGIN CREATEROLE PASSWORD '${lab.servicePassword}'`);
    await expect(connect({ user: 'lonely' }).verify(signal)).rejects.toMatchObject({
      missingPrivilege: expect.stringContaining('ADMIN OPTION') as string,
    });
  });
});

describe('settings that do not fit', () => {
  test('a database that is not there', async () => {
    await expect(connect({ database: 'nowhere' }).verify(signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      targetCode: '3D000',
    });
  });

  test('a role that is not there', async () => {
    await expect(connect({ user: 'nobody' }).verify(signal)).rejects.toMatchObject({ code: 'SERVICE_LOGIN_REFUSED' });
  });

  test('no password at all is not looked for elsewhere', async () => {
    await expect(connect({}, '').verify(signal)).rejects.toMatchObject({ code: 'SERVICE_LOGIN_REFUSED' });
  });

  test('a server that is read-only', async () => {
    await lab.run('ALTER ROLE entsync SET default_transaction_read_only = on');
    try {
      const adapter = connect();
      await expect(adapter.verify(signal)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
      const role = await addRole();
      expect(await set(role, newPassword(), adapter)).toMatchObject({
        code: 'TARGET_MISCONFIGURED',
        targetCode: '25006',
      });
    } finally {
      await lab.run('ALTER ROLE entsync RESET default_transaction_read_only');
    }
  });

  test('a credcheck that would refuse each verifier', async () => {
    await lab.run(`ALTER ROLE entsync SET credcheck.encrypted_password_allowed = 'off'`);
    try {
      await expect(connect().verify(signal)).rejects.toMatchObject({
        missingPrivilege: expect.stringContaining('credcheck') as string,
      });
    } finally {
      await lab.run('ALTER ROLE entsync RESET credcheck.encrypted_password_allowed');
    }
  });
});

describe('outages', () => {
  test('the answer to the change is the only one whose loss leaves the outcome open', async () => {
    const codes: Array<string | undefined> = [];
    do {
      const proxy = await FaultProxy.before(lab);
      proxy.loseAnswer({ answer: codes.length + 1, how: 'cut' });
      const failure = await set(await addRole(), newPassword(), connect(proxy.endpoint));
      codes.push(failure?.code);
      await proxy.close();
    } while (codes.at(-1) !== undefined);
    expect(new Set(codes.slice(0, -2))).toEqual(new Set(['TARGET_UNREACHABLE']));
    expect(codes.at(-2)).toBe('TARGET_TIMEOUT');
  });

  test('a role that somebody else is changing: the server gives up in time, and the outcome is known', async () => {
    const role = await addRole();
    await lab.run('BEGIN');
    await lab.run(`ALTER ROLE "${role}" CONNECTION LIMIT 5`);
    try {
      expect(await set(role, newPassword())).toMatchObject({ code: 'TARGET_BUSY' });
    } finally {
      await lab.run('ROLLBACK');
    }
  });

  test('a session that the server ends while it waits in the pool is replaced', async () => {
    const role = await addRole();
    const adapter = connect();
    expect(await set(role, newPassword(), adapter)).toBeUndefined();
    await lab.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'entsync'`);
    await expect
      .poll(() => lab.run(`SELECT FROM pg_stat_activity WHERE usename = 'entsync'`), { timeout: 5000 })
      .toEqual([]);
    expect(await set(role, newPassword(), adapter)).toBeUndefined();
  });
});

describe('TLS', () => {
  test('a server without TLS is not talked to where TLS is asked for', async () => {
    await expect(connect({ tls: 'require' }).verify(signal)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
  });

  test('a CA file that is not there is named', async () => {
    const caFile = join(folder, 'none.pem');
    await expect(connect({ tls: 'verify-full', caFile }).verify(signal)).rejects.toMatchObject({
      code: 'TARGET_MISCONFIGURED',
      message: expect.stringContaining(caFile) as string,
    });
  });

  describe('with a certificate', () => {
    let caFile: string;

    beforeAll(async () => {
      const [shown] = await lab.run<{ data_directory: string }>('SHOW data_directory');
      const dataDir = shown!.data_directory;
      const { uid, gid } = await stat(dataDir);
      const { certificateFile, keyFile } = await makeCertificate(dataDir, 'server');
      for (const file of [certificateFile, keyFile]) await chown(file, uid, gid);
      await chmod(keyFile, 0o600);
      caFile = certificateFile;
      await lab.run(`ALTER SYSTEM SET ssl_cert_file = 'server.pem'`);
      await lab.run(`ALTER SYSTEM SET ssl_key_file = 'server-key.pem'`);
      await lab.run(`ALTER SYSTEM SET ssl = on`);
      await lab.run('SELECT pg_reload_conf()');
      await vi.waitFor(async () => assert.deepEqual(await lab.run('SHOW ssl'), [{ ssl: 'on' }]));
      await addRole();
    });

    test('verify-full accepts the server that the CA file names', async () => {
      await expect(connect({ tls: 'verify-full', caFile }).verify(signal)).resolves.toBeUndefined();
    });

    test('verify-full refuses a server that another authority has signed', async () => {
      const other = await makeCertificate(folder, 'other');
      const adapter = connect({ tls: 'verify-full', caFile: other.certificateFile });
      await expect(adapter.verify(signal)).rejects.toMatchObject({ code: 'TARGET_MISCONFIGURED' });
    });

    test('verify-full refuses a server under a name that its certificate has not', async () => {
      const adapter = connect({ tls: 'verify-full', caFile, host: 'localhost' });
      await expect(adapter.verify(signal)).rejects.toMatchObject({
        code: 'TARGET_MISCONFIGURED',
        targetCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    });

    test('require encrypts, and asks no more', async () => {
      await expect(connect({ tls: 'require' }).verify(signal)).resolves.toBeUndefined();
    });
  });
});
