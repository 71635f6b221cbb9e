import type { Kafka } from 'kafkajs';

import type { ConsumedRecord } from './consumed-record.ts';
import { appendTimeOf } from './partition-progress.ts';

export interface FollowedTopic {
  /** Resolves when everything that was there at the start has been seen. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads a whole topic and goes on reading it: for what every process must know, such as the configuration. Commits nothing.
 *
 * @param reader a name for the consumer group; unique for each process and start
 */
export async function followTopic(
  kafka: Kafka,
  topic: string,
  reader: string,
  onRecord: (record: ConsumedRecord) => void,
): Promise<FollowedTopic> {
  const ends = await loadEnds(kafka, topic);
  const consumer = kafka.consumer({
    groupId: reader,
    maxWaitTimeInMs: 500,
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let resolve: () => void;
  const caughtUp = new Promise<void>((done) => {
    resolve = done;
  });
  const note = (partition: number, next: number): void => {
    if ((ends.get(partition) ?? 0) <= next) ends.delete(partition);
    if (ends.size === 0) resolve();
  };
  for (const [partition, end] of ends) if (end === 0) note(partition, 0);
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      const { partition } = batch;
      for (const { key, value, headers, offset, timestamp } of batch.messages) {
        const flat = (headers ?? {}) as ConsumedRecord['headers'];
        onRecord({
          topic,
          partition,
          offset: Number(offset),
          key,
          value,
          headers: flat,
          appendedAt: appendTimeOf(timestamp),
          isReplay: false,
        });
      }
      note(partition, Number(batch.lastOffset()) + 1);
      return Promise.resolve();
    },
  });
  return { caughtUp, stop: () => consumer.disconnect() };
}

/** Where each partition ends now; 0 for one that holds nothing. */
async function loadEnds(kafka: Kafka, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const bounds = await admin.fetchTopicOffsets(topic);
    return new Map(bounds.map(({ partition, low, high }) => [partition, low === high ? 0 : Number(high)]));
  } finally {
    await admin.disconnect();
  }
}
