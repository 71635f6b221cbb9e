import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { DELIVERIES, SYNC_EVENTS } from '@entsync/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { publishCapture } from '../system/capture.ts';
import { logsInToPostgres } from '../system/log-in.ts';
import { TestSystem } from '../system/system.ts';

const ADAPTER = 'example-postgresql';
const STORE = 'mapping-store';

let system: TestSystem;

beforeAll(async () => {
  const preload = new URL('stop-before-publish.mjs', import.meta.url);
  system = await TestSystem.start({ environment: { ENTSYNC_NODE_OPTIONS: `--import=${preload.href}` } });
  const { run } = system;
  const { problems } = await system.store.apply({
    logins: {},
    preview: false,
    document: {
      format: 'entsync-1',
      adapters: [
        {
          name: ADAPTER,
          kind: 'postgresql',
          flags: { syncToAdapter: true, syncFromAdapter: true, verifyOldPassword: true },
          settings: {
            host: run.example.postgresql.host,
            port: run.example.postgresql.port,
            database: run.example.postgresql.database,
            user: 'entsync',
            tls: 'disable',
          },
        },
      ],
    },
  });
  expect(problems).toEqual([]);
});

afterAll(async () => {
  await system.remove();
});

/** Lets the store die after its next commit, before it publishes to this topic. Resolves when another one runs. */
async function dyingBeforePublishing(topic: string, work: () => Promise<string>): Promise<string> {
  const { pid = 0 } = system.run.services[STORE] ?? {};
  await writeFile(path.join(system.home, 'stop-before-publish'), topic);
  const trackingId = await work();
  await system.untilReplaced(STORE, pid);
  return trackingId;
}

test('a delivery that was committed and never published is published by the next process', async () => {
  const trackingId = await dyingBeforePublishing(DELIVERIES, () => system.announce('CORP\\ann', 'Committed-Only-1'));
  const { changes, deliveries } = await system.untilSettled(trackingId);
  expect(changes).toMatchObject([{ state: 'accepted' }]);
  expect(deliveries).toMatchObject([{ adapter: ADAPTER, account: 'ann', revision: 1 }]);
  expect(await logsInToPostgres(system.run.example.postgresql, 'ann', 'Committed-Only-1')).toBe(true);
});

test('a capture is not refused for the old password that its own first run has replaced', async () => {
  await system.untilSettled(await system.announce('CORP\\bob', 'Bobs-First-1'));
  const capture = { adapter: ADAPTER, account: 'bob', oldPassword: 'Bobs-First-1', password: 'Bobs-Second-2' };
  const trackingId = await dyingBeforePublishing(SYNC_EVENTS, () => publishCapture(system, capture));
  expect(await system.untilSettled(trackingId)).toMatchObject({ changes: [{ state: 'accepted' }] });
});

test('after it, the old password that it wrote is the one that counts', async () => {
  const next = { adapter: ADAPTER, account: 'bob', password: 'Bobs-Third-3' };
  const wrong = await publishCapture(system, { ...next, oldPassword: 'Bobs-First-1' });
  expect(await system.untilSettled(wrong)).toMatchObject({ changes: [{ state: 'refused' }] });
  const right = await publishCapture(system, { ...next, oldPassword: 'Bobs-Second-2' });
  expect(await system.untilSettled(right)).toMatchObject({ changes: [{ state: 'accepted' }] });
});
