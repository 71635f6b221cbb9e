import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTopic, listTopics, produce, produceToNew } from '../../test/kafka-wire.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { chooseFreePorts } from '../network/choose-free-ports.ts';
import { listen, release } from '../network/listen.ts';
import { installKafka } from './install-kafka.ts';
import { startKafka, type KafkaEngine, type KafkaOptions } from './start-kafka.ts';

const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/entsync/kafka_2.13-4.3.1');

let folder: string;
let options: KafkaOptions;
let kafka: KafkaEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entsync-kafka-'));
  const [port = 0, controllerPort = 0] = await chooseFreePorts(2);
  const jarsDir = await installKafka(CACHE);
  options = { dataDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log'), port, controllerPort, jarsDir };
  kafka = await startKafka(options);
});

afterAll(async () => {
  await kafka.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a broker serves requests as soon as its start resolves', async () => {
  expect(kafka.brokers).toEqual([`127.0.0.1:${options.port}`]);
  expect(await createTopic(options.port, 'first')).toBe(0);
  expect(await listTopics(options.port)).toContain('first');
});

test('a record bears the time at which the broker appended it, whatever its sender says', async () => {
  await createTopic(options.port, 'stamped');
  const { error, time } = await produceToNew(options.port, 'stamped');
  expect(error).toBe(0);
  expect(Math.abs(Number(time) - Date.now())).toBeLessThan(60_000);
});

test('topics are not made by asking for them', async () => {
  expect((await produce(options.port, 'never-made')).error).not.toBe(0);
  expect(await listTopics(options.port)).not.toContain('never-made');
});

test('topics and records survive kill -9', async () => {
  await createTopic(options.port, 'lasting');
  expect((await produceToNew(options.port, 'lasting')).offset).toBe(0n);
  process.kill(kafka.pid, 'SIGKILL');
  await kafka.exited;
  kafka = await startKafka(options);
  expect((await produceToNew(options.port, 'lasting')).offset).toBe(1n);
});

test('it logs, and no settings by the hundred', async () => {
  const log = await readFile(options.logFile, 'utf8');
  expect(log).toContain('Kafka Server started');
  expect(log).not.toContain('KafkaConfig values');
});

test('it keeps everything in its data folder', async () => {
  expect((await readdir(folder)).sort()).toEqual(['kafka', 'kafka.log', 'kafka.pid']);
});

test('a controller port that is taken is named before the start', async () => {
  const [port = 0, controllerPort = 0] = await chooseFreePorts(2);
  const server = await listen(controllerPort);
  const dataDir = join(await temporaryFolder(), 'kafka');
  await expect(startKafka({ ...options, dataDir, port, controllerPort })).rejects.toMatchObject({
    code: 'ENTSYNC_PORT_TAKEN',
    message: expect.stringContaining(String(controllerPort)),
  });
  await release(server);
});

test('installing again does nothing', async () => {
  const said: string[] = [];
  expect(await installKafka(CACHE, (message) => said.push(message))).toBe(CACHE);
  expect(said).toEqual([]);
});
