import { MissingRecordsClient } from '@entsync/api-client';
import { WINDOWS_TO_EXTERNAL } from '@entsync/contracts';
import { connectKafka } from '@entsync/messaging';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { logsInToPostgres } from './system/log-in.ts';
import { eventually, TestSystem } from './system/system.ts';

const STORE = 'mapping-store';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(async () => {
  await system.remove();
});

/** As retention does that is too short. */
async function deleteAllRecords(topic: string): Promise<void> {
  const kafka = connectKafka({ brokers: system.run.kafka.brokers, clientId: 'retention' }, () => undefined);
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({
    topic,
    partitions: ends.filter(({ high }) => high !== '0').map(({ partition, high }) => ({ partition, offset: high })),
  });
  await admin.disconnect();
}

async function readiness(): Promise<{ ready: boolean; text: string }> {
  const { url } = system.run.services[STORE] ?? { url: '' };
  const response = await fetch(new URL('/health/ready', url)).catch(() => undefined);
  return { ready: response?.ok === true, text: (await response?.text()) ?? '' };
}

test('records that are gone before they were read make the store not ready until a person accepts it', async () => {
  await system.untilSettled(await system.announce('CORP\\ann', 'Read-In-Time-1'));
  const { pid = 0 } = system.run.services[STORE] ?? {};
  process.kill(pid, 'SIGSTOP');
  await system.announce('CORP\\ann', 'Gone-Before-Read-2');
  await deleteAllRecords(WINDOWS_TO_EXTERNAL);
  process.kill(pid, 'SIGKILL');
  await system.untilReplaced(STORE, pid);
  await eventually('the store says what is gone', async () => (await readiness()).text.includes('1 records'));
  expect((await readiness()).ready).toBe(false);

  const store = new MissingRecordsClient(system.installation.client(STORE));
  expect(await store.list()).toMatchObject([{ topic: WINDOWS_TO_EXTERNAL, count: 1, from: 'beginning' }]);
  await store.accept(WINDOWS_TO_EXTERNAL);
  await eventually('the store is ready', async () => (await readiness()).ready);
  await system.untilSettled(await system.announce('CORP\\ann', 'After-The-Loss-3'));
  expect(await logsInToPostgres(system.run.example.postgresql, 'ann', 'After-The-Loss-3')).toBe(true);
});
