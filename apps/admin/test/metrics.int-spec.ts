import {
  ADAPTER_STATUS,
  deadLetterTopicOf,
  DELIVERIES,
  encodeMessage,
  statusReportedV1,
  SYNC_EVENTS,
  type StatusReportedV1,
} from '@entsync/contracts';
import { DEAD_LETTER_HEADERS } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { AdminLab } from './admin-lab.ts';

let lab: AdminLab;

beforeAll(async () => {
  lab = await AdminLab.start();
  // What was measured is shown for a while: everything is there before anybody looks.
  await lab.commit('slow-reader', SYNC_EVENTS, 0);
  for (let count = 0; count < 3; count += 1) await lab.record([{}]);
  await bury();
});

afterAll(async () => {
  await lab.close();
});

async function bury(): Promise<void> {
  await lab.publisher.publish([
    {
      topic: deadLetterTopicOf(DELIVERIES),
      key: null,
      value: Buffer.from('{}'),
      headers: { [DEAD_LETTER_HEADERS.topic]: DELIVERIES, [DEAD_LETTER_HEADERS.reason]: 'schema' },
    },
  ]);
  await lab.admin.until(async () => {
    const { body } = await lab.admin.get<{ deadLetters: readonly unknown[] }>('dead-letters');
    return body.deadLetters.length === 1;
  });
}

async function valueOf(name: string): Promise<number> {
  const [line = ''] = await lab.admin.metrics(name);
  return Number(line.split(' ').at(-1));
}

test('a service that can do its job is shown as ready', async () => {
  expect(await lab.admin.metrics('entsync_ready')).toEqual(['entsync_ready{service="admin"} 1']);
});

test('dead letters that wait are counted by the topic where they lay', async () => {
  expect(await lab.admin.metrics('entsync_dead_letters_open{')).toEqual([
    'entsync_dead_letters_open{topic="deliveries",service="admin"} 1',
  ]);
});

test('what a group has still to handle is shown by topic', async () => {
  expect(await lab.admin.metrics('entsync_topic_lag{')).toContain(
    'entsync_topic_lag{topic="sync-events",group="slow-reader",service="admin"} 3',
  );
});

test('how long nobody has heard of a host is shown in seconds, and of one that was taken away nothing', async () => {
  for (const principal of ['host-1', 'host-2']) {
    const data: StatusReportedV1 = {
      principal,
      role: 'host',
      version: '1',
      startedAt: 5,
      clockOffset: 0,
      adapters: [],
    };
    const message = encodeMessage(statusReportedV1, { id: newId(), source: '/test', time: new Date(), data });
    await lab.publisher.publish([{ topic: ADAPTER_STATUS, ...message }]);
  }
  await lab.admin.until(async () => (await lab.admin.metrics('entsync_service_last_seen_seconds')).length === 2);
  expect(await valueOf('entsync_service_last_seen_seconds{principal="host-1"')).toBeLessThan(30);
  await lab.query(
    `update statuses set last_seen_at = last_seen_at - 100 * 1000000::bigint where principal = 'host-1'`,
    `update statuses set last_seen_at = last_seen_at - 8 * 86400 * 1000000::bigint where principal = 'host-2'`,
  );
  expect(await valueOf('entsync_service_last_seen_seconds{principal="host-1"')).toBeGreaterThanOrEqual(100);
  expect(await lab.admin.metrics('entsync_service_last_seen_seconds')).toHaveLength(1);
});
