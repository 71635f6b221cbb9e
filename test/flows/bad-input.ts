import { EXTERNAL_TO_WINDOWS_PARTIAL, WINDOWS_TO_EXTERNAL } from '@entsync/contracts';
import type { OutgoingMessage } from '@entsync/messaging';
import { generateRecipientKey, generateSigningKey, newId } from '@entsync/secrets';
import { describe, expect, test } from 'vitest';

import { eventually } from '../system/system.ts';
import { altered, ChangeSource, unsigned, type AnnouncedRecord, type ChangeFacts } from './change-source.ts';
import type { FlowSystem } from './flow-system.ts';

interface PublicTopic {
  readonly topic: string;
  /** A record that nothing is wrong with, of a source that is believed unless another one is given. */
  readonly announce: (flow: FlowSystem, facts: ChangeFacts, source?: ChangeSource) => Promise<AnnouncedRecord>;
}

const TOPICS: readonly PublicTopic[] = [
  {
    topic: WINDOWS_TO_EXTERNAL,
    announce: async (flow, facts, source = flow.producer) => {
      const { windows } = await flow.person('target');
      return source.windows(windows, facts);
    },
  },
  {
    topic: EXTERNAL_TO_WINDOWS_PARTIAL,
    announce: async (flow, facts, source) => {
      const { account } = await flow.person('source');
      return (source ?? (await flow.voice('source')).source).external('source', account, facts);
    },
  },
];

const withHeader = (record: OutgoingMessage, name: string, value: string): OutgoingMessage => ({
  ...record,
  headers: { ...record.headers, [name]: value },
});

const withValue = (record: OutgoingMessage, value: Buffer | null): OutgoingMessage => ({ ...record, value });

function withData(record: OutgoingMessage, change: Readonly<Record<string, unknown>>): OutgoingMessage {
  const data = JSON.parse(record.value!.toString()) as Record<string, unknown>;
  return withValue(record, Buffer.from(JSON.stringify({ ...data, ...change })));
}

/** What no reader of the topic can understand, and the reason that lies beside it. */
const MALFORMED: readonly {
  readonly title: string;
  readonly reason: string;
  readonly spoil: (record: OutgoingMessage) => OutgoingMessage;
}[] = [
  {
    title: 'JSON that ends too early',
    reason: 'not-json',
    spoil: (record) => withValue(record, record.value!.subarray(0, -1)),
  },
  {
    title: 'bytes that are no UTF-8',
    reason: 'not-json',
    spoil: (record) => withValue(record, Buffer.from([0x22, 0xff, 0x22])),
  },
  {
    title: 'more than 256 KiB',
    reason: 'oversized',
    spoil: (record) => withData(record, { actor: 'x'.repeat(257 * 1024) }),
  },
  { title: 'no value', reason: 'value-missing', spoil: (record) => withValue(record, null) },
  {
    title: 'another version of CloudEvents',
    reason: 'unknown-version',
    spoil: (record) => withHeader(record, 'ce_specversion', '2.0'),
  },
  { title: 'a version of the message that nobody knows', reason: 'unknown-type', spoil: nextVersion },
  { title: 'no source', reason: 'header-missing', spoil: (record) => withHeader(record, 'ce_source', '') },
  { title: 'no time', reason: 'header-invalid', spoil: (record) => withHeader(record, 'ce_time', 'yesterday') },
  { title: 'a field of another type', reason: 'schema', spoil: (record) => withData(record, { sequence: 'one' }) },
];

function nextVersion(record: OutgoingMessage): OutgoingMessage {
  return withHeader(record, 'ce_type', `${record.headers['ce_type']?.toString().replace(/\d+$/, '2')}`);
}

/** Sealed parts that do not open, and what the event says of them. */
const WRONGLY_SEALED: readonly {
  readonly title: string;
  readonly reason: string;
  readonly sealed: () => Promise<Buffer>;
}[] = [
  { title: 'too short', reason: 'malformed', sealed: () => Promise.resolve(Buffer.alloc(8)) },
  { title: 'of an unknown suite', reason: 'unknown-suite', sealed: () => Promise.resolve(Buffer.alloc(128, 7)) },
  { title: 'to another key', reason: 'unknown-key', sealed: sealedToSomebodyElse },
];

async function sealedToSomebodyElse(): Promise<Buffer> {
  const source = new ChangeSource('nobody', generateSigningKey(), await generateRecipientKey());
  const { record } = await source.windows('CORP\\nobody', { password: 'Pepper-Ridge-0' });
  const { sealed } = JSON.parse(record.value!.toString()) as { sealed: string };
  return Buffer.from(sealed, 'base64');
}

/** Who is not believed, and why the event says so. */
const STRANGERS: readonly {
  readonly title: string;
  readonly reason: string;
  readonly announce: (flow: FlowSystem, topic: PublicTopic) => Promise<AnnouncedRecord>;
}[] = [
  {
    title: 'nobody has signed it',
    reason: 'its signature is missing',
    announce: async (flow, { announce }) => {
      const { trackingId, record } = await announce(flow, { password: 'Pepper-Ridge-1' });
      return { trackingId, record: unsigned(record) };
    },
  },
  {
    title: 'it was altered after it was signed',
    reason: 'its signature is wrong',
    announce: async (flow, { announce }) => {
      const { trackingId, record } = await announce(flow, { password: 'Pepper-Ridge-2' });
      return { trackingId, record: altered(record) };
    },
  },
  {
    title: 'it was signed for another topic',
    reason: 'its signature is wrong',
    announce: async (flow, { announce }) => {
      const { trackingId, record } = await announce(flow, { password: 'Pepper-Ridge-3' });
      const elsewhere = flow.producer.sign('deliveries', { ...record, headers: unsigned(record).headers });
      return { trackingId, record: { ...elsewhere, topic: record.topic } };
    },
  },
  {
    title: 'somebody else has signed it under a known name',
    reason: 'its signature is wrong',
    announce: (flow, topic) => forged(flow, topic, flow.producer.principal),
  },
  {
    title: 'its signer is nobody here',
    reason: 'its signature is of an unknown producer',
    announce: (flow, topic) => forged(flow, topic, 'nobody-here'),
  },
  {
    title: 'its signer was revoked',
    reason: 'its signature is of a revoked producer',
    announce: async (flow, { announce }) => {
      const source = await flow.enrolProducer(`revoked-${newId()}`);
      await flow.store.revoke(source.principal);
      return announce(flow, { password: 'Pepper-Ridge-4' }, source);
    },
  },
];

function forged(flow: FlowSystem, { announce }: PublicTopic, principal: string): Promise<AnnouncedRecord> {
  const source = new ChangeSource(principal, generateSigningKey(), flow.recipient);
  return announce(flow, { password: 'Pepper-Ridge-5' }, source);
}

/** What cannot be understood or believed costs nobody anything but a look. */
export function testBadInput(flow: () => FlowSystem): void {
  describe.each(TOPICS)('on $topic', (publicTopic) => {
    const { topic, announce } = publicTopic;

    test.each(MALFORMED)('$title is a dead letter: $reason', async ({ reason, spoil }) => {
      const before = await flow().counter('records_dead_total', `reason="${reason}"`);
      const { trackingId, record } = await announce(flow(), { password: 'Pepper-Ridge-6' });
      await flow().send(spoil(record));
      expect(await flow().deadLetter(topic, trackingId)).toMatchObject({ reason });
      expect(await flow().counter('records_dead_total', `reason="${reason}"`)).toBe(before + 1);
      expect(await flow().store.change(trackingId)).toEqual({ changes: [], deliveries: [] });
    });

    test('a tracking id that is no UUID is a dead letter: header-invalid', async () => {
      const { record } = await announce(flow(), { password: 'Pepper-Ridge-7' });
      const id = `not-a-uuid-${newId()}`;
      await flow().send(withHeader(record, 'ce_id', id));
      expect(await flow().deadLetter(topic, id)).toMatchObject({ reason: 'header-invalid' });
    });

    test.each(WRONGLY_SEALED)(
      'a password that is sealed $title is a dead letter: $reason',
      async ({ reason, sealed }) => {
        const source = topic === WINDOWS_TO_EXTERNAL ? flow().producer : (await flow().voice('source')).source;
        const { trackingId, record } = await announce(flow(), { password: 'Pepper-Ridge-8' });
        const spoilt = withData(record, { sealed: (await sealed()).toString('base64') });
        await flow().send(source.sign(topic, { ...spoilt, headers: unsigned(spoilt).headers }));
        const { parameters } = await flow().events.of(trackingId, 'ENTSYNC_WARN_CHANGE_NOT_OPENED');
        expect(parameters).toMatchObject({ reason });
        expect(await flow().deadLetter(topic, trackingId)).toMatchObject({ reason: 'cannot-open' });
      },
    );

    test.each(STRANGERS)('a record is refused when $title', async (stranger) => {
      const before = await flow().counter('records_dead_total', 'reason="producer-refused"');
      const announced = await stranger.announce(flow(), publicTopic);
      const trackingId = await flow().publish(announced);
      const { parameters } = await flow().events.of(trackingId, 'ENTSYNC_WARN_PRODUCER_REFUSED');
      expect(parameters).toMatchObject({ reason: stranger.reason });
      expect(await flow().deadLetter(topic, trackingId)).toMatchObject({ reason: 'producer-refused' });
      expect(await flow().counter('records_dead_total', 'reason="producer-refused"')).toBe(before + 1);
      expect(await flow().store.change(trackingId)).toEqual({ changes: [], deliveries: [] });
    });

    test('a bad record among good ones costs no more than itself', async () => {
      const good = await announce(flow(), { password: 'Pepper-Ridge-9' });
      const bad = await announce(flow(), { password: 'Pepper-Ridge-10' });
      const better = await announce(flow(), { password: 'Pepper-Ridge-11' });
      await flow().send(good.record, withValue(bad.record, Buffer.from('{')), better.record);
      for (const { trackingId } of [good, better]) await flow().untilSettled(trackingId);
      expect(await flow().deadLetter(topic, bad.trackingId)).toMatchObject({ reason: 'not-json' });
    });
  });

  test('a producer that claims what it was not enrolled for is refused as a stranger is', async () => {
    const windows = await flow().producer.windows('OTHER\\ann', { password: 'Pepper-Ridge-12' });
    const { account } = await flow().person('source');
    const external = await flow().producer.external('source', account, { password: 'Pepper-Ridge-13' });
    for (const { trackingId, record } of [windows, external]) {
      await flow().send(record);
      await flow().events.of(trackingId, 'ENTSYNC_WARN_PRODUCER_REFUSED');
      expect(await flow().deadLetter(record.topic, trackingId)).toMatchObject({ reason: 'producer-refused' });
    }
  });

  // The last one: it uses up what strangers may send.
  test('a flood of strangers is refused to the last, and fills no disk: dead letters are kept at a limited rate', async () => {
    const flood = 400;
    const { topic, announce } = TOPICS[0]!;
    const { record } = await announce(flow(), { password: 'Pepper-Ridge-14' });
    const before = await countStrangers(flow());
    const letters = flow().deadLettersOf(topic).records.length;
    await flow().send(...Array.from({ length: flood }, () => withHeader(unsigned(record), 'ce_id', newId())));
    await eventually('the flood is over', async () => (await countStrangers(flow())).all === before.all + flood);
    const { dropped } = await countStrangers(flow());
    expect(dropped - before.dropped).toBeGreaterThan(flood / 2);
    const kept = flow().deadLettersOf(topic).records.length - letters;
    expect(kept).toBeLessThanOrEqual(flood - (dropped - before.dropped));
  });
}

async function countStrangers(flow: FlowSystem): Promise<{ readonly all: number; readonly dropped: number }> {
  const dropped = await flow.counter('records_dropped_total', 'reason="producer-refused"');
  return { dropped, all: dropped + (await flow.counter('records_dead_total', 'reason="producer-refused"')) };
}
