import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';

import { KafkaLab, message } from '../test/kafka-lab.ts';
import { MemoryPositions, RecordingConsumer } from '../test/recording-consumer.ts';
import type { BatchConsumerOptions, HandledBatch, OutgoingMessage, RecordBatch } from './index.ts';
import { DEAD_LETTER_HEADERS, readTopic, type ConsumedRecord } from './index.ts';

const NOTHING: HandledBatch = { publish: [], rejected: [] };

let lab: KafkaLab;
let count = 0;

beforeAll(async () => {
  lab = await KafkaLab.start();
});

afterAll(async () => {
  await lab.stop();
});

/** A topic of its own, with these records. */
async function topicWith(...texts: readonly string[]): Promise<string> {
  count += 1;
  const topic = `changes-${count}`;
  await lab.makeTopic(topic);
  await lab.publish(topic, ...texts);
  return topic;
}

async function startReading(topic: string, also: Partial<BatchConsumerOptions> = {}): Promise<RecordingConsumer> {
  const reader = new RecordingConsumer(lab, topic, also);
  await reader.consumer.start();
  onTestFinished(() => reader.consumer.stop());
  return reader;
}

/** Reads until the condition holds, then stops in order. */
async function readUntil(reader: RecordingConsumer, condition: () => void): Promise<void> {
  await eventually(condition);
  await reader.consumer.stop();
}

const eventually = (condition: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(condition, { timeout: 20_000, interval: 50 });

async function lettersOf(topic: string): Promise<ConsumedRecord[]> {
  const letters: ConsumedRecord[] = [];
  await readTopic(lab.kafka, { topic: `${topic}.dlq`, reader: `letters-of-${topic}` }, (each) => letters.push(each));
  return letters;
}

/** A door that is shut until it is opened. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const groupOf = (topic: string): string => `reader-of-${topic}`;

// Commit

test('an offset is committed after the handler has resolved and all that it published is acknowledged, not before', async () => {
  const topic = await topicWith('a', 'b');
  const [handling, publishing] = [gate(), gate()];
  const published: OutgoingMessage[] = [];
  const publish = async (messages: readonly OutgoingMessage[]): Promise<void> => {
    if (messages.length === 0) return;
    await publishing.opened;
    published.push(...messages);
  };
  const answer = message('answers', 'done');
  const reader = await startReading(topic, {
    publisher: { publish, clock: lab.publisher.clock } as BatchConsumerOptions['publisher'],
    handler: async () => {
      await handling.opened;
      return { publish: [answer], rejected: [] };
    },
  });
  await eventually(() => expect(reader.given).toEqual([['a', 'b']]));
  handling.open();
  await eventually(() => expect(reader.handled).toEqual(['a', 'b']));
  // Longer than a lazy commit waits.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await lab.committed(groupOf(topic), topic)).toBeUndefined();
  publishing.open();
  await eventually(async () => expect(await lab.committed(groupOf(topic), topic)).toBe(2));
  expect(published).toEqual([answer]);
});

test('a consumer that is stopped in order has committed what it handled, and the next one goes on there', async () => {
  const topic = await topicWith('a', 'b');
  const first = await startReading(topic);
  await readUntil(first, () => expect(first.handled).toEqual(['a', 'b']));
  await lab.publish(topic, 'c');
  const second = await startReading(topic);
  await eventually(() => expect(second.handled).toEqual(['c']));
  expect(second.replays).toEqual([]);
});

test('what a handler finishes later than it resolves is not committed past', async () => {
  const topic = await topicWith('a', 'b', 'c');
  const reader = await startReading(topic, { lowestUnfinished: () => 1 });
  await readUntil(reader, () => expect(reader.handled).toHaveLength(3));
  expect(await lab.committed(groupOf(topic), topic)).toBe(1);
});

// Where to start

test('a database that was restored is behind: what it lacks is handled again, as new', async () => {
  const topic = await topicWith('a', 'b', 'c', 'd');
  const positions = new MemoryPositions();
  const first = await startReading(topic, { positions, handler: positions.handler });
  await readUntil(first, () => expect(first.handled).toHaveLength(4));
  await positions.save([{ topic, partition: 0, next: 1 }]);
  const second = await startReading(topic, { positions });
  await eventually(() => expect(second.handled).toEqual(['b', 'c', 'd']));
  expect(second.replays).toEqual([]);
});

test('what Kafka does not know to be handled is said again, marked as a replay', async () => {
  const topic = await topicWith('a', 'b', 'c', 'd');
  const positions = new MemoryPositions();
  const first = await startReading(topic, { positions, handler: positions.handler });
  await readUntil(first, () => expect(first.handled).toHaveLength(4));
  await lab.commit(groupOf(topic), topic, 2);
  await lab.publish(topic, 'e');
  const second = await startReading(topic, { positions });
  await eventually(() => expect(second.handled).toEqual(['c', 'd', 'e']));
  expect(second.replays).toEqual(['c', 'd']);
});

// Poison and outages

test('a poison record ends alone among the dead letters, and everything else is handled', async () => {
  const texts = Array.from({ length: 9 }, (_none, index) => (index === 4 ? 'poison' : `${index}`));
  const topic = await topicWith(...texts);
  const positions = new MemoryPositions();
  const reader = await startReading(topic, {
    positions,
    handler: async (batch: RecordBatch) => {
      if (batch.records.some(({ value }) => value?.toString() === 'poison')) throw new TypeError('canary-Tr0ub4dor');
      return positions.handler(batch);
    },
  });
  await eventually(() => expect(reader.handled).toEqual(texts.filter((text) => text !== 'poison')));
  await lab.publish(topic, 'next');
  await eventually(() => expect(reader.handled.at(-1)).toBe('next'));
  await eventually(async () => expect(await lab.committed(groupOf(topic), topic)).toBe(10));

  const letters = await lettersOf(topic);
  expect(letters.map(({ value }) => value?.toString())).toEqual(['poison']);
  const headers = letters[0]!.headers;
  expect(headers[DEAD_LETTER_HEADERS.reason]?.toString()).toBe('handler-failed');
  expect(headers[DEAD_LETTER_HEADERS.offset]?.toString()).toBe('4');
  expect(Object.values(headers).join('\n')).not.toContain('canary');
  expect(reader.told).toEqual(['dead 4 handler-failed']);
});

test('a poison record at the end of a topic is passed in the database as well, and does not come again', async () => {
  const topic = await topicWith('a', 'poison');
  const positions = new MemoryPositions();
  const reader = await startReading(topic, {
    positions,
    handler: async (batch) => {
      if (batch.records.some(({ value }) => value?.toString() === 'poison')) throw new TypeError('cannot');
      return positions.handler(batch);
    },
  });
  await readUntil(reader, () => expect(reader.told).toEqual(['dead 1 handler-failed']));
  expect(await positions.load()).toEqual([{ topic, partition: 0, next: 2 }]);
});

test('in an outage a batch is tried again as it is until the outage is over, and nobody is blamed', async () => {
  const topic = await topicWith('a', 'b');
  let failures = 3;
  const reader = await startReading(topic, {
    handler: () => {
      failures -= 1;
      return failures < 0 ? Promise.resolve(NOTHING) : Promise.reject(new Error('outage'));
    },
  });
  await eventually(() => expect(reader.handled).toEqual(['a', 'b']));
  expect(reader.given).toEqual(Array.from({ length: 4 }, () => ['a', 'b']));
  expect(reader.told).toEqual(['outage', 'outage', 'outage']);
  expect(await lettersOf(topic)).toEqual([]);
});

test('dead letters of strangers are kept at a limited rate, those of producers that are known all', async () => {
  const topic = await topicWith(...Array.from({ length: 300 }, (_none, index) => `${index}`));
  const reader = await startReading(topic, {
    handler: ({ records }) =>
      Promise.resolve({
        publish: [],
        rejected: records.map((record) => ({
          record,
          reason: 'not-authentic',
          detail: 'Nobody knows its sender.',
          fromStranger: record.offset < 200,
        })),
      }),
  });
  await eventually(() => expect(reader.handled).toHaveLength(300));
  await eventually(async () => expect(await lab.committed(groupOf(topic), topic)).toBe(300));
  const offsets = (await lettersOf(topic)).map(({ headers }) =>
    Number(headers[DEAD_LETTER_HEADERS.offset]?.toString()),
  );
  const [strange, known] = [offsets.filter((offset) => offset < 200), offsets.filter((offset) => offset >= 200)];
  expect(known).toHaveLength(100);
  expect(strange.length).toBeGreaterThanOrEqual(100);
  expect(strange.length).toBeLessThan(130);
  expect(reader.told.filter((line) => line.startsWith('dropped'))).toHaveLength(200 - strange.length);
});

// What is missing

test('where records are gone before they were read nothing is handled until a person has accepted it', async () => {
  const topic = await topicWith('a', 'b', 'c', 'd', 'e', 'f');
  await lab.commit(groupOf(topic), topic, 2);
  await lab.forgetBefore(topic, 4);
  const reader = await startReading(topic);
  await eventually(() => expect(reader.told).toEqual(['missing 2']));
  await lab.publish(topic, 'g');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(reader.consumer.isReady).toBe(false);
  expect(reader.consumer.missing).toMatchObject({ topic, partition: 0, count: 2 });
  expect(reader.given).toEqual([]);
  expect(await lab.committed(groupOf(topic), topic)).toBe(2);

  reader.consumer.acceptMissing();
  await eventually(() => expect(reader.handled).toEqual(['e', 'f', 'g']));
  expect(reader.consumer.isReady).toBe(true);
});

test('where a topic was made anew under a database that knows the former one, nothing is taken for a replay', async () => {
  const topic = await topicWith('a', 'b');
  const positions = new MemoryPositions();
  await positions.save([{ topic, partition: 0, next: 1_000 }]);
  const reader = await startReading(topic, { positions });
  await eventually(() => expect(reader.told).toEqual(['missing 998']));
  expect(reader.consumer.isReady).toBe(false);
  reader.consumer.acceptMissing();
  await eventually(() => expect(reader.handled).toEqual(['a', 'b']));
  expect(reader.replays).toEqual([]);
});

test('a consumer that waits for a person can be stopped', async () => {
  const topic = await topicWith('a', 'b', 'c');
  await lab.commit(groupOf(topic), topic, 1);
  await lab.forgetBefore(topic, 3);
  const reader = await startReading(topic);
  await eventually(() => expect(reader.told).toEqual(['missing 2']));
  await reader.consumer.stop();
  expect(reader.given).toEqual([]);
  expect(await lab.committed(groupOf(topic), topic)).toBe(1);
});
