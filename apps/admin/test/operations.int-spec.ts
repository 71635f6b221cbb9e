import {
  ADAPTER_STATUS,
  adapterTopic,
  deadLetterTopicOf,
  DELIVERIES,
  encodeMessage,
  statusReportedV1,
  SYNC_EVENTS,
  traceparentOf,
  type StatusReportedV1,
} from '@entsync/contracts';
import { DEAD_LETTER_HEADERS } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { DeadLetter, WholeDeadLetter } from '../src/dead-letters/dead-letter.ts';
import type { ReportedService } from '../src/services/services.controller.ts';
import type { TopicReport } from '../src/topics/topics.controller.ts';
import { AdminLab } from './admin-lab.ts';

let lab: AdminLab;

beforeAll(async () => {
  lab = await AdminLab.start();
});

afterAll(async () => {
  await lab.close();
});

const KEY = Buffer.from([1, 255]);
const OWN = { odd: Buffer.from([0, 128, 255]), ce_type: Buffer.from('org.entsync.deliver-password.v1') };

interface Letter {
  readonly topic?: string;
  readonly reason?: string;
  readonly offset?: number;
  readonly value?: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
}

let offsets = 0;

/** Puts a record among the dead letters, as services do. */
async function bury({
  topic = DELIVERIES,
  reason = newId(),
  offset,
  value,
  headers = OWN,
}: Letter): Promise<DeadLetter> {
  offsets += 1;
  await lab.publisher.publish([
    {
      topic: deadLetterTopicOf(topic),
      key: KEY,
      value: value === undefined ? Buffer.from('{"sealed":"AAEC"}') : value,
      headers: {
        ...headers,
        [DEAD_LETTER_HEADERS.reason]: reason,
        [DEAD_LETTER_HEADERS.detail]: 'account: too_small',
        [DEAD_LETTER_HEADERS.topic]: topic,
        [DEAD_LETTER_HEADERS.partition]: '3',
        [DEAD_LETTER_HEADERS.offset]: `${offset ?? offsets}`,
        [DEAD_LETTER_HEADERS.service]: 'sync-router',
      },
    },
  ]);
  return find(topic, reason);
}

async function find(topic: string, reason: string): Promise<DeadLetter> {
  let found: DeadLetter | undefined;
  await lab.admin.until(async () => {
    found = (await list(`topic=${topic}&limit=1000`)).find((letter) => letter.reason === reason);
    return found !== undefined;
  });
  return found!;
}

async function list(query: string): Promise<readonly DeadLetter[]> {
  return (await lab.admin.get<{ deadLetters: readonly DeadLetter[] }>(`dead-letters?${query}`)).body.deadLetters;
}

describe('dead letters', () => {
  test('one is listed with where it lay, why it is here and what it is about', async () => {
    const trackingId = newId();
    const letter = await bury({ headers: { ...OWN, traceparent: traceparentOf(trackingId) }, reason: 'schema' });
    expect(letter).toEqual({
      id: expect.any(Number) as number,
      topic: DELIVERIES,
      partition: 3,
      offset: offsets,
      key: KEY.toString(),
      reason: 'schema',
      detail: 'account: too_small',
      service: 'sync-router',
      type: 'org.entsync.deliver-password.v1',
      trackingId,
      at: expect.any(Number) as number,
      state: 'open',
      bytes: 17,
    });
  });

  test('one is shown with its own headers and its value, sealed as it was', async () => {
    const { id } = await bury({});
    const { body } = await lab.admin.get<WholeDeadLetter>(`dead-letters/${id}`);
    expect(body).toMatchObject({
      id,
      value: { sealed: 'AAEC' },
      headers: { ce_type: 'org.entsync.deliver-password.v1' },
    });
    expect(Object.keys(body.headers).sort()).toEqual(['ce_type', 'odd']);
  });

  test('a replayed one arrives on its topic with its key, headers and value, and is settled', async () => {
    const value = Buffer.from([0, 1, 254]);
    const { id } = await bury({ value });
    const before = (await lab.read(DELIVERIES)).length;
    expect(await lab.admin.post(`dead-letters/${id}/replay`)).toEqual({ status: 200, body: { id, state: 'replayed' } });
    const records = await lab.read(DELIVERIES);
    expect(records).toHaveLength(before + 1);
    const replayed = records.find((record) => record.value?.equals(value))!;
    expect([replayed.key, replayed.headers]).toEqual([KEY, OWN]);
    expect((await list('state=replayed&limit=1000')).map((letter) => letter.id)).toContain(id);
  });

  test('a discarded one is settled, and nothing is published', async () => {
    const { id } = await bury({});
    const before = (await lab.read(DELIVERIES)).length;
    expect(await lab.admin.post(`dead-letters/${id}/discard`)).toMatchObject({
      status: 200,
      body: { state: 'discarded' },
    });
    expect(await lab.read(DELIVERIES)).toHaveLength(before);
    expect((await list('limit=1000')).map((letter) => letter.id)).not.toContain(id);
  });

  test.each(['replay', 'discard'])('a settled one does not %s again', async (how) => {
    const { id } = await bury({});
    await lab.admin.post(`dead-letters/${id}/discard`);
    expect(await lab.admin.post(`dead-letters/${id}/${how}`)).toMatchObject({
      status: 409,
      body: { code: 'ENTSYNC_DEAD_LETTER_SETTLED', state: 'discarded' },
    });
  });

  test('of two operators who replay one at once, one does', async () => {
    const { id } = await bury({});
    const before = (await lab.read(DELIVERIES)).length;
    const answers = await Promise.all([1, 2].map(() => lab.admin.post(`dead-letters/${id}/replay`)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await lab.read(DELIVERIES)).toHaveLength(before + 1);
  });

  test('there is none of this number', async () => {
    const unknown = { status: 404, body: { code: 'ENTSYNC_DEAD_LETTER_UNKNOWN' } };
    expect(await lab.admin.get('dead-letters/999999')).toMatchObject(unknown);
    expect(await lab.admin.post('dead-letters/999999/replay')).toMatchObject(unknown);
  });

  test('one that its service published twice is one', async () => {
    const twice = { offset: 1_000_000, reason: 'twice' };
    await bury(twice);
    await bury(twice);
    await bury({});
    expect((await list('limit=1000')).filter(({ reason }) => reason === 'twice')).toHaveLength(1);
  });

  test('one without a word about itself, or with nonsense in it, holds up no other', async () => {
    const dead = deadLetterTopicOf(DELIVERIES);
    await lab.publisher.publish([
      { topic: dead, key: null, value: null, headers: {} },
      {
        topic: dead,
        key: KEY,
        value: KEY,
        headers: {
          [DEAD_LETTER_HEADERS.detail]: 'a\0b',
          [DEAD_LETTER_HEADERS.partition]: '99999999999999',
          ['n\0']: '\0',
        },
      },
    ]);
    await bury({});
    const unknown = (await list('limit=1000')).filter(({ reason }) => reason === 'unknown');
    expect(unknown).toHaveLength(2);
    expect((await lab.admin.get(`dead-letters/${unknown[0]!.id}`)).status).toBe(200);
  });

  test('those of an adapter that is added later are read without a restart', async () => {
    await lab.ensureTopics([adapterTopic('late')]);
    const { id } = await bury({ topic: 'deliveries.late' });
    expect(await lab.admin.post(`dead-letters/${id}/replay`)).toMatchObject({ status: 200 });
    expect(await lab.read('deliveries.late')).toHaveLength(1);
    await bury({});
  });

  test('one whose topic is gone stays open when it is replayed', async () => {
    await lab.ensureTopics([adapterTopic('gone')]);
    const { id } = await bury({ topic: 'deliveries.gone' });
    await lab.deleteTopic('deliveries.gone');
    expect(await lab.admin.post(`dead-letters/${id}/replay`)).toMatchObject({
      status: 422,
      body: { code: 'ENTSYNC_TOPIC_UNKNOWN' },
    });
    expect((await lab.admin.get<DeadLetter>(`dead-letters/${id}`)).body.state).toBe('open');
  });
});

describe('services', () => {
  async function report(changes: Partial<StatusReportedV1> & { principal: string }): Promise<void> {
    const data: StatusReportedV1 = {
      role: 'host',
      version: '1',
      startedAt: 5,
      clockOffset: 0,
      adapters: [],
      ...changes,
    };
    const message = encodeMessage(statusReportedV1, { id: newId(), source: '/test', time: new Date(), data });
    await lab.publisher.publish([{ topic: ADAPTER_STATUS, ...message }]);
  }

  async function service(principal: string, version: string): Promise<ReportedService> {
    let found: ReportedService | undefined;
    await lab.admin.until(async () => {
      const { body } = await lab.admin.get<{ services: readonly ReportedService[] }>('services');
      found = body.services.find((each) => each.principal === principal && each.version === version);
      return found !== undefined;
    });
    return found!;
  }

  test('the latest heartbeat of each is shown, without keys', async () => {
    const keys = { recipientKey: 'AAAA', recipientKeyId: 'AAAA', signingKey: 'AAAA' };
    await report({ principal: 'host-1', version: '1' });
    await report({
      principal: 'host-1',
      version: '2',
      hosts: { kind: 'ldap', accountForm: 'exact', settingsSchema: {} } as unknown as NonNullable<
        StatusReportedV1['hosts']
      >,
      adapters: [{ name: 'staff', state: 'misconfigured', problem: 'refused', shimAnswers: false, ...keys }],
    });
    expect(await service('host-1', '2')).toEqual({
      principal: 'host-1',
      role: 'host',
      version: '2',
      startedAt: 5,
      lastSeenAt: expect.any(Number) as number,
      isSilent: false,
      adapters: [{ name: 'staff', state: 'misconfigured', problem: 'refused', spool: null, shimAnswers: false }],
      spool: null,
      kind: 'ldap',
    });
  });

  test('whoever has not been heard of for three heartbeats is silent', async () => {
    await report({ principal: 'hook-1', role: 'hook' });
    await service('hook-1', '1');
    await lab.query(`update statuses set last_seen_at = last_seen_at - 31000000 where principal = 'hook-1'`);
    expect((await service('hook-1', '1')).isSilent).toBe(true);
  });

  test('a malformed heartbeat is passed over', async () => {
    await lab.publisher.publish([{ topic: ADAPTER_STATUS, key: 'x', value: Buffer.from('{'), headers: {} }]);
    await report({ principal: 'host-2' });
    expect(await service('host-2', '1')).toMatchObject({ principal: 'host-2' });
    expect(await lab.read(deadLetterTopicOf(ADAPTER_STATUS))).toEqual([]);
  });
});

describe('topics', () => {
  async function topic(name: string): Promise<TopicReport | undefined> {
    const { status, body } = await lab.admin.get<{ topics: readonly TopicReport[] }>('topics');
    expect(status).toBe(200);
    return body.topics.find((each) => each.name === name);
  }

  test('a topic is measured: partitions, records, what it carries and how many dead letters wait', async () => {
    const [before, records] = [await topic(DELIVERIES), await lab.read(DELIVERIES)];
    await bury({});
    expect(await topic(DELIVERIES)).toMatchObject({ partitions: 12, records: records.length, consumers: [] });
    expect((await topic(DELIVERIES))?.deadLetters).toBe((before?.deadLetters ?? 0) + 1);
    expect((await topic(DELIVERIES))?.carries).toContain('make this account have this password');
  });

  test('topics of adapters are among them, those of dead letters are not', async () => {
    await lab.ensureTopics([adapterTopic('crm')]);
    expect(await topic('deliveries.crm')).toMatchObject({ records: 0, partitions: 12 });
    expect(await topic(deadLetterTopicOf(DELIVERIES))).toBeUndefined();
  });

  test('the lag of a group is what it has still to handle', async () => {
    await lab.record([{}]);
    await lab.admin.until(async () => (await topic(SYNC_EVENTS))?.consumers[0]?.lag === 0);
    expect((await topic(SYNC_EVENTS))?.consumers).toEqual([{ group: 'admin.events', lag: 0 }]);
    const reader = `late.${newId()}`;
    await lab.commit(reader, SYNC_EVENTS, 0);
    for (let count = 0; count < 3; count += 1) await lab.record([{}]);
    const records = (await lab.read(SYNC_EVENTS)).length;
    expect((await topic(SYNC_EVENTS))?.consumers).toContainEqual({ group: reader, lag: records });
  });

  test('a service that is down falls behind, and catches up when it is back', async () => {
    await lab.admin.until(async () => (await topic(SYNC_EVENTS))?.consumers[0]?.lag === 0);
    await lab.admin.stop();
    for (let count = 0; count < 5; count += 1) await lab.record([{}]);
    expect(await lab.lagOf('admin.events', SYNC_EVENTS)).toBe(5);
    await lab.startAdmin();
    await lab.admin.until(
      async () =>
        (await topic(SYNC_EVENTS))?.consumers.every(({ group, lag }) => group !== 'admin.events' || lag === 0) === true,
    );
  });
});
