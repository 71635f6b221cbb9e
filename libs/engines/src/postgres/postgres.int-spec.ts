import { chown, lstat, mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';

import { endsSoon } from '../../test/ends-soon.ts';
import { runEngineScript } from '../../test/run-engine-script.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { watchProcesses } from '../../test/watch-processes.ts';
import { exists } from '../files/exists.ts';
import { chooseFreePorts } from '../network/choose-free-ports.ts';
import { pidFileOf } from '../process/pid-file.ts';
import { runTool } from '../process/run-tool.ts';
import { stopLeftover } from '../process/stop-leftover.ts';
import { privatePlaceOf } from './private-place.ts';
import { removePostgresData } from './remove-postgres-data.ts';
import { startPostgres, type PostgresEngine, type PostgresOptions } from './start-postgres.ts';

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const PASSWORD = String.raw`it's a \ "pass word" äöü`;

async function optionsIn(folder: string, changes: Partial<PostgresOptions> = {}): Promise<PostgresOptions> {
  const [port = 0] = await chooseFreePorts(1);
  return {
    dataDir: join(folder, 'data'),
    port,
    logFile: join(folder, 'postgres.log'),
    superuser: 'entsync',
    superuserPassword: PASSWORD,
    ...changes,
  };
}

/** It stops with the test. */
async function start(options: PostgresOptions): Promise<PostgresEngine> {
  const engine = await startPostgres(options);
  onTestFinished(() => engine.stop());
  return engine;
}

async function query(engine: PostgresEngine, sql: string, password = PASSWORD): Promise<unknown[]> {
  const { host, port } = engine;
  const client = new Client({ host, port, user: 'entsync', password, database: 'postgres', ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('a cluster is made, answers, and is UTF-8 in the C locale', async () => {
  const engine = await start(await optionsIn(await temporaryFolder()));
  expect(await query(engine, "select current_setting('server_version_num')::int >= 180000")).toEqual([true]);
  const sql =
    'select pg_encoding_to_char(encoding), datcollate, datctype from pg_database where datname = $$postgres$$';
  expect(await query(engine, sql)).toEqual(['UTF8', 'C', 'C']);
});

test('every connection needs the password, by SCRAM', async () => {
  const engine = await start(await optionsIn(await temporaryFolder()));
  expect(await query(engine, 'select distinct auth_method from pg_hba_file_rules')).toEqual(['scram-sha-256']);
  await expect(query(engine, 'select 1', 'wrong')).rejects.toMatchObject({ code: '28P01' });
});

test('it is as durable as PostgreSQL is by default, and nowhere but on the loopback address', async () => {
  const engine = await start(await optionsIn(await temporaryFolder()));
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'unix_socket_directories'];
  const settings = names.map((name) => `current_setting('${name}')`);
  expect(await query(engine, `select ${settings.join(', ')}`)).toEqual(['on', 'on', 'on', '127.0.0.1', '']);
});

test("the caller's settings count, and change with the next start", async () => {
  const options = await optionsIn(await temporaryFolder(), { settings: { max_connections: '33', work_mem: '5MB' } });
  const first = await startPostgres(options);
  expect(await query(first, "select current_setting('max_connections'), current_setting('work_mem')")).toEqual([
    '33',
    '5MB',
  ]);
  await first.stop();
  const second = await start({ ...options, settings: {} });
  expect(await query(second, "select current_setting('work_mem')")).toEqual(['4MB']);
});

test('what was committed survives kill -9, time and again', async () => {
  const options = await optionsIn(await temporaryFolder());
  const first = await startPostgres(options);
  await query(first, 'create table kept (n int)');
  await first.stop();
  for (const n of [1, 2, 3]) {
    const engine = await startPostgres(options);
    await query(engine, `insert into kept values (${n})`);
    process.kill(engine.pid, 'SIGKILL');
    await engine.exited;
  }
  expect(await query(await start(options), 'select n from kept order by n')).toEqual([1, 2, 3]);
});

test('a process of the killed server that is slow to go is waited for', async () => {
  const options = await optionsIn(await temporaryFolder());
  const first = await startPostgres(options);
  const [writer] = await query(first, "select pid from pg_stat_activity where backend_type = 'background writer'");
  process.kill(Number(writer), 'SIGSTOP');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  setTimeout(() => process.kill(Number(writer), 'SIGCONT'), 1_000);
  expect(await query(await start(options), 'select 1')).toEqual([1]);
  expect(await readFile(options.logFile, 'utf8')).toContain('pre-existing shared memory block');
});

test('a postmaster.pid that names another program by now does not matter', async () => {
  const options = await optionsIn(await temporaryFolder());
  const first = await startPostgres(options);
  await first.stop();
  const place = first.dataDir;
  const strange = `${process.pid}\n${place}\n1\n${options.port}\n\n127.0.0.1\n0 0\nready\n`;
  await writeFile(join(place, 'postmaster.pid'), strange, { mode: 0o600 });
  const owner = await stat(place);
  await chown(join(place, 'postmaster.pid'), owner.uid, owner.gid);
  expect(await query(await start(options), 'select 1')).toEqual([1]);
});

test('a password that the data folder was not made with is an error that says so, and nothing is left running', async () => {
  const options = await optionsIn(await temporaryFolder());
  await (await startPostgres(options)).stop();
  await expect(startPostgres({ ...options, superuserPassword: 'another' })).rejects.toMatchObject({
    code: 'ENTSYNC_PASSWORD_REFUSED',
  });
  expect(await exists(pidFileOf(options.dataDir))).toBe(false);
});

test.each([[''], ['two\nlines']])(
  'a password that initdb would not take whole is refused',
  async (superuserPassword) => {
    const options = await optionsIn(await temporaryFolder(), { superuserPassword });
    await expect(startPostgres(options)).rejects.toMatchObject({ code: 'ENTSYNC_OPTION_INVALID' });
    expect(await exists(options.dataDir)).toBe(false);
  },
);

test('a folder that holds something else is left alone', async () => {
  const options = await optionsIn(await temporaryFolder());
  await mkdir(options.dataDir);
  await writeFile(join(options.dataDir, 'thesis.txt'), 'years of work');
  await expect(startPostgres(options)).rejects.toMatchObject({ code: 'ENTSYNC_OPTION_INVALID' });
  expect(await readdir(options.dataDir)).toEqual(['thesis.txt']);
});

test('an interrupted making of a cluster begins anew', async () => {
  const options = await optionsIn(await temporaryFolder());
  await mkdir(`${options.dataDir}.unfinished`);
  await writeFile(join(`${options.dataDir}.unfinished`, 'PG_VERSION'), '18\n');
  await writeFile(`${options.dataDir}.unfinished.password`, 'stale');
  expect(await query(await start(options), 'select 1')).toEqual([1]);
});

test('the password is in no command line, no environment, no log and no file', async () => {
  const folder = await temporaryFolder();
  const superuserPassword = 'zebra-crossing-4711';
  const stopWatching = watchProcesses([superuserPassword]);
  const options = await optionsIn(folder, { superuserPassword });
  const engine = await start(options);
  await query(engine, 'select 1', superuserPassword);
  const { looks, found } = await stopWatching();
  expect(looks).toBeGreaterThan(10);
  expect(found).toEqual([]);
  const patterns = join(await temporaryFolder(), 'patterns');
  await writeFile(patterns, superuserPassword);
  const search = runTool('grep', ['-rlF', '-f', patterns, folder]);
  await expect(search).rejects.toMatchObject({ cause: { code: 1, stdout: '' } });
});

test('a parent that exits takes its server with it', async () => {
  const folder = await temporaryFolder();
  const [port = 0] = await chooseFreePorts(1);
  const { pid } = await runEngineScript(folder, port, 'exit');
  expect(await endsSoon(pid)).toBe(true);
});

test('a parent that is killed leaves a server that can be found and ended', async () => {
  const folder = await temporaryFolder();
  const [port = 0] = await chooseFreePorts(1);
  const { script, pid } = await runEngineScript(folder, port, 'wait');
  script.kill('SIGKILL');
  const options = await optionsIn(folder);
  await expect(startPostgres(options)).rejects.toMatchObject({ code: 'ENTSYNC_ENGINE_RUNNING' });
  expect(await stopLeftover(pidFileOf(options.dataDir))).toBe(true);
  expect(await endsSoon(pid)).toBe(true);
});

describe.runIf(IS_ROOT)('as root', () => {
  test('it runs as an unprivileged account, where it was asked for', async () => {
    const options = await optionsIn(await temporaryFolder(0o755));
    const engine = await start(options);
    expect(engine.dataDir).toBe(options.dataDir);
    expect((await stat(`/proc/${engine.pid}`)).uid).not.toBe(0);
  });

  test('below a folder of mode 0700 the data lie elsewhere, and a link leads there', async () => {
    const options = await optionsIn(await temporaryFolder(0o700));
    const place = privatePlaceOf(options.dataDir);
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    const first = await startPostgres(options);
    expect(first.dataDir).toBe(join(place, 'data'));
    expect((await lstat(options.dataDir)).isSymbolicLink()).toBe(true);
    const owner = await stat(place);
    expect([owner.mode & 0o777, owner.uid]).toEqual([0o700, (await stat(`/proc/${first.pid}`)).uid]);
    await query(first, 'create table kept ()');
    await first.stop();
    const second = await start(options);
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second, "select to_regclass('kept')::text")).toEqual(['kept']);
  });

  test('who removes the link begins anew', async () => {
    const options = await optionsIn(await temporaryFolder(0o700));
    onTestFinished(() => rm(privatePlaceOf(options.dataDir), { recursive: true, force: true }));
    const first = await startPostgres(options);
    await query(first, 'create table old ()');
    await first.stop();
    await unlink(options.dataDir);
    const second = await start({ ...options, superuserPassword: 'another one' });
    expect(await query(second, "select to_regclass('old')", 'another one')).toEqual([null]);
  });

  test('removing the data removes them from where they really lie, but not from under a running server', async () => {
    const options = await optionsIn(await temporaryFolder(0o700));
    const engine = await startPostgres(options);
    await expect(removePostgresData(options.dataDir)).rejects.toMatchObject({ code: 'ENTSYNC_ENGINE_RUNNING' });
    await engine.stop();
    await removePostgresData(options.dataDir);
    expect(await exists(privatePlaceOf(options.dataDir))).toBe(false);
    expect(await exists(options.dataDir)).toBe(false);
  });

  test('a cluster that an ordinary user has made is run as that user', async () => {
    const folder = await temporaryFolder();
    await chown(folder, NOBODY.uid, NOBODY.gid);
    const [port = 0] = await chooseFreePorts(1);
    const { script, pid, dataDir } = await runEngineScript(folder, port, 'wait', NOBODY);
    expect(dataDir).toBe(join(folder, 'data'));
    expect((await stat(`/proc/${pid}`)).uid).toBe(NOBODY.uid);
    script.kill('SIGKILL');
    await stopLeftover(pidFileOf(dataDir));
    const engine = await start(await optionsIn(folder, { superuserPassword: 'only-for-this-test' }));
    expect((await stat(`/proc/${engine.pid}`)).uid).toBe(NOBODY.uid);
  });
});
