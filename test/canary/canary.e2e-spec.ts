import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { deadLetterTopicOf, WINDOWS_TO_EXTERNAL } from '@entsync/contracts';
import { Secret } from '@entsync/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { TestSystem } from '../system/system.ts';
import { expectNoCanaries } from './expect-no-canaries.ts';
import { unsearched, type Finding } from './findings.ts';
import { freshCanary } from './fresh-canary.ts';
import { makeTopic, rememberConsumer, sendRecord, untilDeadLettered } from './planting/kafka.ts';
import { asSuperuser } from './planting/database.ts';
import { plantFile } from './planting/files.ts';
import { startWithChild, type PlantedProcess } from './planting/processes.ts';
import { serveMetrics } from './planting/metrics.ts';
import { searchForCanaries } from './search-for-canaries.ts';
import { writingsOf, type Writing } from './writings.ts';

const PIECE = 1 << 20;
const SCRIPTS = ['ASCII', 'non-ASCII'] as const;

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(async () => {
  await system.remove();
});

test('after changes that were applied, refused and not understood, no password lies anywhere', async () => {
  const canaries = SCRIPTS.flatMap((script) => Array.from({ length: 4 }, () => freshCanary(script)));
  for (const [first, second, foreign, broken] of [canaries.slice(0, 4), canaries.slice(4)] as string[][]) {
    await system.untilSettled(await system.announce('CORP\\ann', first!));
    await system.untilSettled(await system.announce('CORP\\ann', second!, first));
    await untilDeadLettered(system, () => system.announce('ELSEWHERE\\ann', foreign!));
    await untilDeadLettered(system, () => announceBroken('CORP\\bob', broken!));
  }
  await expectNoCanaries(system, canaries);
});

async function announceBroken(account: string, password: string): Promise<void> {
  const producer = await system.producer();
  const { message } = await producer.seal({ account, newPassword: Secret.ofText(password) });
  await producer.publish([{ ...message, value: message.value!.subarray(0, -10) }]);
}

const FILES = [
  ['log', 'logs/planted.log'],
  ['file', 'spool/planted/1.sealed'],
  ['file', 'keys/planted.json'],
  ['file', 'identities/planted.json'],
  ['file', 'secrets/planted'],
  ['file', 'run.json.planted'],
  ['Kafka file', 'kafka/log/planted'],
  ['WAL file', 'postgres/pg_wal/planted'],
  ['database file', 'postgres/planted'],
  ['target file', 'example-postgresql/planted'],
] as const;

/** How many bytes before the end of a piece. */
const SPLITS = [0, 1, 7];

describe.each(SCRIPTS)('a planted password with %s characters is found', (script) => {
  const topic = `planted.${script}`;
  const table = `store."planted ${script}"`;
  const canary = freshCanary(script);
  const writings = writingsOf(canary);
  const bytes = Buffer.concat(writings.flatMap((writing) => [writing.bytes, Buffer.from('\n')]));
  /** Neither command lines nor environments can hold a zero. */
  const asText = writings.filter((writing) => !writing.bytes.includes(0));
  const plain = writings.slice(0, 1);
  const cleanUps: (() => unknown)[] = [];
  let temporary: string;
  let parent: PlantedProcess;
  let found: readonly Finding[];

  beforeAll(async () => {
    await plantInKafka();
    await plantInDatabase();
    await plantInFiles();
    const metrics = await serveMetrics(bytes);
    parent = await startWithChild(Buffer.concat(asText.map((writing) => writing.bytes)).toString());
    cleanUps.push(metrics.close, parent.stop);
    const { home, run } = system;
    const services = { ...run.services, planted: { pid: process.pid, url: metrics.url } };
    const processes = { ...run.processes, planted: { pid: parent.pid } };
    ({ found } = await searchForCanaries({ home, run: { ...run, services, processes } }, [canary]));
  });

  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function plantInKafka(): Promise<void> {
    await makeTopic(system, topic);
    await sendRecord(system, topic, { key: bytes, value: null, compressed: true });
    await sendRecord(system, topic, { value: bytes, compressed: true });
    await sendRecord(system, topic, { value: null, headers: { carried: bytes }, compressed: true });
    await sendRecord(system, topic, { value: Buffer.from(canary) });
    await untilDeadLettered(system, () => sendRecord(system, WINDOWS_TO_EXTERNAL, { value: Buffer.from(canary) }));
    await rememberConsumer(system, topic, canary);
  }

  async function plantInDatabase(): Promise<void> {
    const database = await asSuperuser(system);
    cleanUps.push(() => database.end());
    await database.query(`create table ${table} (raw bytea, note text, many text)`);
    await database.query(`insert into ${table} values ($1, $2, repeat($2, 1000))`, [bytes, canary]);
    await database.query('checkpoint');
    await database.query(`select ${database.escapeLiteral(canary)}`);
  }

  async function plantInFiles(): Promise<void> {
    for (const [, name] of FILES) cleanUps.push(await plantFile(path.join(system.home, name), bytes));
    for (const before of SPLITS) {
      const content = Buffer.concat([Buffer.alloc(2 * PIECE - before), Buffer.from(canary)]);
      cleanUps.push(await plantFile(path.join(system.home, `planted-${before}.core`), content));
    }
    cleanUps.push(await plantFile(path.join(system.home, 'logs', canary), Buffer.from('nothing')));
    temporary = await mkdtemp(path.join(tmpdir(), 'planted-'));
    cleanUps.push(() => rm(temporary, { recursive: true }));
    await plantFile(path.join(temporary, 'note'), bytes);
  }

  /** Each writing is reported from there, by its name. */
  function expectFound(at: Partial<Finding>, expected: readonly Writing[] = writings): void {
    for (const { reported } of expected) {
      const encoding = expect.stringMatching(reported) as string;
      expect(found).toContainEqual(expect.objectContaining({ ...at, encoding }));
    }
  }

  test.each([
    [0, 'key'],
    [1, 'value'],
    [2, 'header carried'],
  ])('in a compressed record of any topic: offset %i, %s', (offset, part) => {
    expectFound({ place: 'topic', where: `${topic}, partition 0, offset ${offset}, ${part}` });
  });

  test('in the log files of Kafka', () => {
    const where = expect.stringMatching(`^kafka/log/${topic}-0/.*\\.log$`) as string;
    expectFound({ place: 'Kafka file', where }, plain);
  });

  test('among the dead letters, once somebody has announced it in clear', () => {
    for (const name of [WINDOWS_TO_EXTERNAL, deadLetterTopicOf(WINDOWS_TO_EXTERNAL)]) {
      expectFound({ place: 'topic', where: expect.stringMatching(`^${name}, .*, value$`) as string }, plain);
    }
  });

  test('in what Kafka remembers of consumers', () => {
    const where = expect.stringMatching(/^kafka\/log\/__consumer_offsets-/) as string;
    expectFound({ place: 'Kafka file', where }, plain);
  });

  test('in rows, as bytes, as text, and where they are long enough to be compressed', () => {
    const name = `entsync.store.planted ${script}`;
    expectFound({ place: 'table', where: `${name}, column raw` });
    expectFound({ place: 'table', where: `${name}, column note` }, plain);
    expectFound({ place: 'table', where: `${name}, column many` }, plain);
  });

  test('in the files of the database, and in what is written ahead of them', () => {
    expectFound({ place: 'database file', where: expect.stringMatching(/^postgres\/base\//) as string }, plain);
    expectFound(
      { place: 'WAL file', where: expect.stringMatching(/^postgres\/pg_wal\/[0-9A-F]{24}$/) as string },
      plain,
    );
  });

  test('in a statement that the server remembers', () => {
    const statement = writings.filter(({ name }) => name === 'a statement of a driver');
    expectFound({ place: 'table', where: 'entsync.pg_catalog.pg_stat_activity, column query' }, statement);
  });

  test.each(FILES)('in a %s: %s', (place, where) => {
    expectFound({ place, where });
  });

  test.each(SPLITS)('across pieces of a large file, %i bytes before the end of one', (before) => {
    expectFound({ where: `planted-${before}.core`, at: 2 * PIECE - before }, plain);
  });

  test('in the name of a file, which is not shown then', () => {
    expectFound({ place: 'log', where: 'logs/[password 1]' }, plain);
  });

  test('in a temporary file', () => {
    expectFound({ place: 'temporary file', where: `${path.basename(temporary)}/note` });
  });

  test('in metrics', () => {
    expectFound({ place: 'metrics', where: 'planted' });
  });

  test('in command line and environment of a process, and of its child', () => {
    expectFound({ place: 'command line', where: `of planted (${parent.pid})` }, asText);
    expectFound({ place: 'environment', where: `of planted (${parent.pid})` }, asText);
    expectFound({ place: 'environment', where: `of planted (${parent.child})` }, asText);
  });

  test('and is shown nowhere', () => {
    expect(JSON.stringify(found)).not.toContain(JSON.stringify(canary).slice(1, -1));
  });
});

test('a run fails when a password lies somewhere: it names the place, never the password', async () => {
  const canary = freshCanary('ASCII');
  const takeAway = await plantFile(path.join(system.home, 'logs', 'planted.log'), Buffer.from(canary));
  const failure = expectNoCanaries(system, [canary]).catch((error: Error) => error.message);
  expect(await failure).toMatch(/password 1 lies in log logs\/planted\.log, byte 0, as UTF-8/);
  expect(await failure).not.toContain(canary);
  await takeAway();
});

test('a run fails when a kind of place was not searched', async () => {
  const blind = { home: system.home, run: { ...system.run, services: {} } };
  const canaries = [freshCanary('ASCII')];
  expect(unsearched(await searchForCanaries(blind, canaries))).toEqual(['metrics pages']);
  await expect(expectNoCanaries(blind, canaries)).rejects.toThrow('nothing was searched of');
});
