import kafkajs, { type Kafka } from 'kafkajs';

import type { ConsumedRecord } from './consumed-record.ts';
import { appendTimeOf } from './partition-progress.ts';

export interface ReadRange {
  readonly topic: string;
  /** Milliseconds since 1970; everything that was appended since. Without it, everything that is there. */
  readonly since?: number;
  /** Only these partitions. */
  readonly partitions?: readonly number[];
  /** A name for the throw-away consumer group; unique. */
  readonly reader: string;
}

interface Range {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads what a topic holds at this moment, from its beginning or from a time on, and ends. Commits nothing and leaves no group behind.
 */
export async function readTopic(
  kafka: Kafka,
  range: ReadRange,
  onRecord: (record: ConsumedRecord) => void,
): Promise<void> {
  const ranges = (await loadRanges(kafka, range)).filter(({ from, to }) => from < to);
  if (ranges.length === 0) return;
  const open = new Map(ranges.map((each) => [each.partition, each]));
  const consumer = kafka.consumer({ groupId: range.reader, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [range.topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          eachBatch: ({ batch }) => {
            const wanted = open.get(batch.partition);
            for (const message of batch.messages) {
              const offset = Number(message.offset);
              if (wanted === undefined || offset < wanted.from || offset >= wanted.to) continue;
              const { topic, partition } = batch;
              const { key, value, timestamp } = message;
              const headers = (message.headers ?? {}) as ConsumedRecord['headers'];
              onRecord({
                topic,
                partition,
                offset,
                key,
                value,
                headers,
                appendedAt: appendTimeOf(timestamp),
                isReplay: false,
              });
            }
            if (wanted !== undefined && Number(batch.lastOffset()) + 1 >= wanted.to) open.delete(batch.partition);
            if (open.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .then(() => {
          for (const { partition, from } of ranges) consumer.seek({ topic: range.topic, partition, offset: `${from}` });
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

async function loadRanges(kafka: Kafka, { topic, since, partitions }: ReadRange): Promise<Range[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const bounds = await admin.fetchTopicOffsets(topic);
    const starts = since === undefined ? [] : await admin.fetchTopicOffsetsByTimestamp(topic, since);
    return bounds
      .filter(({ partition }) => partitions === undefined || partitions.includes(partition))
      .map(({ partition, low, high }) => {
        const from = starts.find((each) => each.partition === partition)?.offset ?? low;
        return { partition, from: Math.max(Number(from), Number(low)), to: Number(high) };
      });
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION') return [];
    throw error;
  } finally {
    await admin.disconnect();
  }
}
