import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { connectKafka, Publisher } from '@entsync/messaging';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { expectNoCanaries } from './canary/expect-no-canaries.ts';
import { freshCanary } from './canary/fresh-canary.ts';
import { withSuperuser } from './system/crowd.ts';
import { entsync, type Spoken } from './system/entsync.ts';
import { logsInToPostgres } from './system/log-in.ts';
import { eventually, TestSystem } from './system/system.ts';

let system: TestSystem;
let folder: string;
const canaries: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entsync-command-line-'));
  system = await TestSystem.start();
});

afterAll(async () => {
  await system.remove();
  await rm(folder, { recursive: true, force: true });
});

function type(args: readonly string[], input?: string): Promise<Spoken> {
  return entsync(system, args, input);
}

function newPassword(): string {
  const canary = freshCanary('ASCII');
  canaries.push(canary);
  return canary;
}

test('send --wait: the password of standard input logs in when the command has ended', async () => {
  const password = newPassword();
  const sent = await type(['send', 'CORP\\ann', '--wait'], `${password}\n`);
  expect(sent).toMatchObject({ code: 0 });
  expect(sent.output).toContain('example-postgresql/ann');
  expect(await logsInToPostgres(system.run.example.postgresql, 'ann', password)).toBe(true);
});

test('send refuses where a hook captures the domain, unless it is forced', async () => {
  const file = path.join(folder, 'hook.json');
  expect(await type(['enroll', 'dc1', '--role', 'hook', '--domain', 'CORP', '--out', file])).toMatchObject({ code: 0 });
  const refused = await type(['send', 'CORP\\ann'], newPassword());
  expect(refused.code).toBe(1);
  expect(refused.notes).toContain('--force');
  expect(await type(['send', 'CORP\\ann', '--force', '--wait'], newPassword())).toMatchObject({ code: 0 });
  expect(await type(['revoke', 'dc1'])).toMatchObject({ code: 0 });
  expect(await type(['send', 'CORP\\ann', '--wait'], newPassword())).toMatchObject({ code: 0 });
});

test('send --wait ends with 1 and says why when a target does not take it', async () => {
  await withSuperuser(system, 'example-postgresql', 'postgres', (client) => client.query('alter role bob nologin'));
  const sent = await type(['send', 'CORP\\bob', '--wait=30'], newPassword());
  expect(sent.code).toBe(1);
  expect(`${sent.output}${sent.notes}`).toContain('bob');
});

test('retry releases what is parked, once the cause is mended', async () => {
  const password = newPassword();
  const parked = await type(['send', 'CORP\\bob', '--wait=30', '--json'], password);
  expect(parked.code).toBe(1);
  const { trackingId } = JSON.parse(parked.output) as { trackingId: string };
  await withSuperuser(system, 'example-postgresql', 'postgres', (client) => client.query('alter role bob login'));
  expect(await type(['retry', 'CORP\\bob'])).toMatchObject({ code: 0 });
  await system.untilSettled(trackingId);
  expect(await logsInToPostgres(system.run.example.postgresql, 'bob', password)).toBe(true);
});

test('explain tells every step of a change, by the account and by the tracking id', async () => {
  const sent = await type(['send', 'CORP\\carol', '--wait', '--json'], newPassword());
  const { trackingId } = JSON.parse(sent.output) as { trackingId: string };
  await eventually('the timeline tells that it was confirmed', async () => {
    const { output } = await type(['explain', 'CORP\\carol']);
    return output.includes('20011') && output.includes(trackingId);
  });
  const { code, output } = await type(['explain', trackingId, '--json']);
  expect(code).toBe(0);
  for (const eventId of [10662, 10732, 10734, 20011, 10736]) expect(output).toContain(`${eventId}`);
});

test('explain of a name that nobody has says so', async () => {
  const { notes, output } = await type(['explain', 'CORP\\nobody']);
  expect(`${output}${notes}`).toContain('nobody');
});

test('status shows services, topics and lanes, and that the master secret has no backup', async () => {
  const { code, output, notes } = await type(['status']);
  expect(code).toBe(0);
  for (const name of ['mapping-store', 'sync-router', 'admin', 'windows-to-external', 'example-postgresql'])
    expect(output).toContain(name);
  expect(`${output}${notes}`).toContain('entsync secret backup');
});

test('secret backup writes what only its password opens, and the warning is gone', async () => {
  const file = path.join(folder, 'backup.json');
  expect(await type(['secret', 'backup', file], `${newPassword()}\n`)).toMatchObject({ code: 0 });
  const master = JSON.parse(await readFile(system.run.masterSecretFile, 'utf8')) as Record<string, unknown>;
  const backup = await readFile(file, 'utf8');
  for (const value of Object.values(master).filter((each) => typeof each === 'string' && each.length > 40))
    expect(backup).not.toContain(value);
  const { output, notes } = await type(['status']);
  expect(`${output}${notes}`).not.toContain('entsync secret backup');
});

test('apply shows the difference, does it once, and a second time nothing is left to do', async () => {
  const file = path.join(folder, 'entsync.yaml');
  await writeFile(file, 'format: entsync-1\napplications:\n  - name: payroll\n    adapter: example-postgresql\n');
  expect((await type(['apply', file, '--preview'])).output).toContain('payroll');
  expect(await type(['apply', file, '--yes'])).toMatchObject({ code: 0 });
  const again = await type(['apply', file, '--yes', '--json']);
  expect(JSON.parse(again.output)).toMatchObject({ changes: [] });
});

test('apply leaves what it does not name as it is', async () => {
  const file = path.join(folder, 'described.yaml');
  const element = '  - name: example-postgresql\n    kind: postgresql\n';
  await writeFile(file, `format: entsync-1\nadapters:\n${element}    description: Only described\n`);
  const { changes } = JSON.parse((await type(['apply', file, '--yes', '--json'])).output) as {
    changes: { details: string[] }[];
  };
  expect(changes.flatMap(({ details }) => details)).toEqual([expect.stringContaining('description')]);
});

test('apply names line and column of what it refuses', async () => {
  const file = path.join(folder, 'wrong.yaml');
  await writeFile(file, 'format: entsync-1\napplications:\n  - name: payroll\n    adapter: no-such-adapter\n');
  const { code, notes, output } = await type(['apply', file, '--yes']);
  expect(code).toBe(1);
  expect(`${output}${notes}`).toMatch(/wrong\.yaml:4:\d+/);
});

test('adapter check names the privilege that is missing', async () => {
  expect(await type(['adapter', 'check', 'example-postgresql'])).toMatchObject({ code: 0 });
  await withSuperuser(system, 'example-postgresql', 'postgres', (client) =>
    client.query('alter role entsync nocreaterole'),
  );
  const { code, notes, output } = await type(['adapter', 'check', 'example-postgresql']);
  await withSuperuser(system, 'example-postgresql', 'postgres', (client) =>
    client.query('alter role entsync createrole'),
  );
  expect(code).toBe(1);
  expect(`${output}${notes}`).toContain('CREATEROLE');
});

test('what cannot be understood is a dead letter with its reason, until somebody discards it', async () => {
  const publisher = new Publisher(
    connectKafka({ brokers: system.run.kafka.brokers, clientId: 'stranger' }, () => undefined),
  );
  await publisher.connect();
  await publisher.publish([
    { topic: 'windows-to-external', key: 'corp\\ann', value: Buffer.from('no JSON'), headers: {} },
  ]);
  await publisher.disconnect();
  let id = '';
  await eventually('it is listed', async () => {
    const { output } = await type(['dlq', 'list', '--json']);
    const letters = JSON.parse(output) as { id: number }[];
    id = `${letters[0]?.id ?? ''}`;
    return letters.length === 1;
  });
  expect((await type(['dlq', 'show', id])).output).toContain('header-missing');
  expect(await type(['dlq', 'discard', id])).toMatchObject({ code: 0 });
  expect(JSON.parse((await type(['dlq', 'list', '--json'])).output)).toEqual([]);
});

test('a lost master secret is not replaced by a new one, and its backup brings it back', async () => {
  const file = path.join(folder, 'second-backup.json');
  const password = `${newPassword()}\n`;
  expect(await type(['secret', 'backup', file], password)).toMatchObject({ code: 0 });
  const { masterSecretFile } = system.run;
  await system.halt();
  await rm(masterSecretFile);
  await expect(system.startAgain()).rejects.toThrow('entsync secret restore');
  expect(await type(['secret', 'restore', file], password)).toMatchObject({ code: 0 });
  await system.startAgain();
  expect(await type(['send', 'CORP\\ann', '--wait'], newPassword())).toMatchObject({ code: 0 });
});

test('topics read shows what is sealed as sealed', async () => {
  const { code, output } = await type(['topics', 'read', 'windows-to-external']);
  expect(code).toBe(0);
  expect(output).toMatch(/\[sealed, \d+ bytes\]/);
});

test('none of these passwords can be read anywhere', async () => {
  await expectNoCanaries(system, canaries);
});
