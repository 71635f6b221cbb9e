import { deadLetterTopicOf, SYNC_EVENTS } from '@entsync/contracts';
import { eventKind } from '@entsync/entsso';
import { newId } from '@entsync/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { LogPart } from '../src/events/load-log.ts';
import { FIND_TIMELINES, timelineParameters, type Timeline } from '../src/events/timelines.ts';
import { removeExpired } from '../src/remove-expired.ts';
import { AdminLab } from './admin-lab.ts';
import { connectAudit } from './connect-audit.ts';

let lab: AdminLab;

beforeAll(async () => {
  lab = await AdminLab.start();
});

afterAll(async () => {
  await lab.close();
});

async function timelinesOf(name: string, limit = 5): Promise<readonly Timeline[]> {
  const { status, body } = await lab.admin.get<{ timelines: readonly Timeline[] }>(
    `timelines?name=${encodeURIComponent(name)}&limit=${limit}`,
  );
  expect(status).toBe(200);
  return body.timelines;
}

/** Waits until the change has so many steps. */
async function timelineOf(trackingId: string, steps: number): Promise<Timeline> {
  await lab.admin.until(async () => (await timelinesOf(trackingId))[0]?.steps.length === steps);
  const [timeline] = await timelinesOf(trackingId);
  return timeline!;
}

async function followLog(after = 0): Promise<LogPart> {
  return (await lab.admin.get<LogPart>(`events?after=${after}&limit=1000`)).body;
}

/** Everything that was recorded before has been taken when this has. */
async function settle(): Promise<void> {
  const trackingId = newId();
  await lab.record([{ trackingId }]);
  await timelineOf(trackingId, 1);
}

test('what services record becomes the timeline of a change, the oldest step first', async () => {
  const trackingId = newId();
  const received = eventKind('SSO_INFO_WINDOWS_PASSWORD_CHANGE_RECEIVED');
  const person = { trackingId, windowsAccount: 'CORP\\Ann' };
  await lab.record([
    { ...person, at: 5_000, system: 'crm', account: 'ann', parameters: { adapter: 'crm', externalAccount: 'ann' } },
    { ...person, at: 4_000, id: received.id, symbol: received.symbol, system: 'windows', account: 'CORP\\Ann' },
  ]);
  expect(await timelineOf(trackingId, 2)).toEqual({
    trackingId,
    windowsAccount: 'CORP\\Ann',
    startedAt: 4_000,
    lastAt: 5_000,
    steps: [
      {
        at: 4_000,
        service: 'mapping-store',
        eventId: received.id,
        symbol: received.symbol,
        severity: 'info',
        text: received.meaning,
        system: 'windows',
        account: 'CORP\\Ann',
        parameters: {},
      },
      expect.objectContaining({
        eventId: 20_011,
        text: 'The target confirmed the new password (adapter: crm, external account: ann).',
        system: 'crm',
        account: 'ann',
        parameters: { adapter: 'crm', externalAccount: 'ann' },
      }),
    ],
  });
});

test.each(['CORP\\bäRbel', 'corp\\BÄRBEL', 'hr/Bärbel/1', 'HR/BÄRBEL/1', 'bärbel/1'])(
  'the changes of one person are found as %s, the newest first',
  async (name) => {
    const [older, newer] = [newId(), newId()];
    const person = { windowsAccount: 'CORP\\Bärbel', system: 'hr', account: 'Bärbel/1' };
    const at = Date.now() * 1_000;
    await lab.record([
      { ...person, trackingId: newer, at: at + 1 },
      { ...person, trackingId: older, at },
    ]);
    await timelineOf(newer, 1);
    expect((await timelinesOf(name, 2)).map(({ trackingId }) => trackingId)).toEqual([newer, older]);
  },
);

test('an account of the same name elsewhere is another one', async () => {
  const trackingId = newId();
  await lab.record([{ trackingId, system: 'sales', account: 'carol' }]);
  await timelineOf(trackingId, 1);
  expect(await timelinesOf('sales/carol')).toHaveLength(1);
  expect(await timelinesOf('stock/carol')).toEqual([]);
});

test('nobody knows a name: that is an empty list', async () => {
  expect(await timelinesOf('CORP\\nobody')).toEqual([]);
  expect(await timelinesOf(newId())).toEqual([]);
});

test('the same message twice on the topic is recorded once', async () => {
  const [id, trackingId] = [newId(), newId()];
  for (let count = 0; count < 2; count += 1) await lab.record([{ trackingId }], id);
  await settle();
  expect((await timelineOf(trackingId, 1)).steps).toHaveLength(1);
});

test('a database that was put back before some records takes them again without adding any', async () => {
  await settle();
  const before = await followLog();
  await lab.admin.stop();
  await lab.query('delete from positions');
  await lab.startAdmin();
  await settle();
  expect((await followLog(before.next)).events).toHaveLength(1);
});

test('kill -9 neither loses a record nor records one twice', async () => {
  const ids = Array.from({ length: 200 }, () => newId());
  await Promise.all(ids.slice(0, 100).map((trackingId) => lab.record([{ trackingId }])));
  await lab.admin.stop('SIGKILL');
  await Promise.all(ids.slice(100).map((trackingId) => lab.record([{ trackingId }])));
  await lab.startAdmin();
  for (const trackingId of ids) await timelineOf(trackingId, 1);
});

test('a malformed record ends among the dead letters, and later ones are taken', async () => {
  const trackingId = newId();
  const malformed = {
    topic: SYNC_EVENTS,
    key: 'mapping-store',
    headers: { ce_type: 'nonsense' },
    value: Buffer.from('{'),
  };
  await lab.publisher.publish([malformed, malformed]);
  await lab.record([{ trackingId }]);
  await timelineOf(trackingId, 1);
  expect(await lab.read(deadLetterTopicOf(SYNC_EVENTS))).toHaveLength(2);
});

test('an event that the database cannot take costs its record only', async () => {
  const [spoilt, good] = [newId(), newId()];
  await lab.record([{ trackingId: spoilt, symbol: 'A\0B' }]);
  await lab.record([{ trackingId: good, parameters: { text: 'A\0B' } }]);
  expect((await timelineOf(good, 1)).steps[0]?.parameters).toEqual({ text: 'A\0B' });
  expect(await timelinesOf(spoilt)).toEqual([]);
});

test('the log is followed by its numbers', async () => {
  await settle();
  const { next } = await followLog();
  expect(await followLog(next)).toEqual({ events: [], next });
  const trackingId = newId();
  await lab.record([
    { trackingId, account: 'first' },
    { trackingId, account: 'second' },
  ]);
  await timelineOf(trackingId, 2);
  const { body: one } = await lab.admin.get<LogPart>(`events?after=${next}&limit=1`);
  expect(one.events).toMatchObject([{ id: one.next, trackingId, account: 'first', windowsAccount: null }]);
  expect((await followLog(one.next)).events).toMatchObject([{ account: 'second' }]);
});

test.each(['update events set account = null', 'delete from events', 'truncate events'])(
  'the log refuses: %s',
  async (statement) => {
    await settle();
    const { events } = await followLog();
    await expect(lab.query(statement)).rejects.toThrow('events are never changed');
    expect((await followLog()).events).toHaveLength(events.length);
  },
);

test('retention removes what is too old, and nothing else', async () => {
  await settle();
  const source = await connectAudit(lab);
  const [{ before }] = (await lab.query<{ before: string }>('select max(recorded_at) as before from events')) as [
    { before: string },
  ];
  await removeExpired(source, Number(before));
  const left = await lab.query<{ recorded_at: string }>('select recorded_at from events');
  expect(new Set(left.map(({ recorded_at }) => recorded_at))).toEqual(new Set([before]));
  await source.destroy();
});

test('timelines are found by index, not by reading the log', async () => {
  await lab.query(
    `insert into events (tracking_id, at, recorded_at, service, event_id, symbol, account_key, windows_key, parameters)
     select gen_random_uuid(), n, n, 's', 1, 's', 'a' || n, 'corp\\a' || n, '{}' from generate_series(1, 20000) n`,
    'analyze events',
  );
  const source = await connectAudit(lab);
  const plan = JSON.stringify(await source.query(`explain ${FIND_TIMELINES}`, timelineParameters('CORP\\a7', 5)));
  await source.destroy();
  expect(plan).not.toContain('Seq Scan on events');
  expect(plan).toContain('events_of_windows_account');
});

test.each(['timelines?name=ann', 'events', 'services', 'topics', 'dead-letters', 'dead-letters/1'])(
  '%s is for those with the token only',
  async (path) => {
    expect((await lab.admin.get(path, 'wrong')).status).toBe(401);
  },
);

test.each(['timelines', 'timelines?name=ann&limit=0', 'events?after=x', 'dead-letters?state=lost', 'dead-letters/x'])(
  'a request that makes no sense is refused: %s',
  async (path) => {
    expect(await lab.admin.get(path)).toMatchObject({ status: 400, body: { code: 'ENTSYNC_REQUEST' } });
  },
);

test('it ends in order when it is told to', async () => {
  expect(await lab.admin.stop()).toBe(0);
  await lab.startAdmin();
});
