import type { connectKafka } from '@entsync/messaging';
import { PublicError } from '@entsync/service';

import { countRecords, measureLag, type CommittedOffset, type PartitionBounds } from './measure-lag.ts';

type Kafka = ReturnType<typeof connectKafka>;
type KafkaAdmin = ReturnType<Kafka['admin']>;

export interface MeasuredTopic {
  readonly name: string;
  readonly partitions: number;
  readonly records: number;
  readonly consumers: readonly GroupLag[];
}

interface GroupLag {
  readonly group: string;
  /** Records that the group has still to handle. */
  readonly lag: number;
}

interface GroupOffsets {
  readonly group: string;
  readonly topics: ReadonlyMap<string, readonly CommittedOffset[]>;
}

/** In milliseconds. Whoever looks at the state of things while the brokers are away wants to hear just that. */
const PATIENCE = 5_000;

/**
 * What lies on the brokers, and how far who has read it. Asks over a new connection each time: a lasting one goes on asking for topics that
 * were deleted meanwhile, and fails for it. Throws {@link PublicError} when the brokers do not answer.
 */
export class BrokerView {
  readonly #kafka: Kafka;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  listTopics(): Promise<readonly string[]> {
    return this.#ask((admin) => admin.listTopics());
  }

  measure(names: readonly string[]): Promise<MeasuredTopic[]> {
    return this.#ask((admin) => measureTopics(admin, names));
  }

  async #ask<T>(question: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    try {
      return await answered(admin.connect().then(() => question(admin)));
    } finally {
      await admin.disconnect();
    }
  }
}

async function measureTopics(admin: KafkaAdmin, names: readonly string[]): Promise<MeasuredTopic[]> {
  const groups = await loadGroups(admin);
  const measured: MeasuredTopic[] = [];
  // One after the other: kafkajs shares a running request for metadata with whoever asks for another topic, who then lacks it.
  for (const name of names) {
    const bounds = await loadBounds(admin, name);
    measured.push({
      name,
      partitions: bounds.length,
      records: countRecords(bounds),
      consumers: groups.flatMap((each) => lagOn(name, bounds, each)),
    });
  }
  return measured;
}

function lagOn(topic: string, bounds: readonly PartitionBounds[], { group, topics }: GroupOffsets): GroupLag[] {
  const lag = measureLag(bounds, topics.get(topic) ?? []);
  return lag === undefined ? [] : [{ group, lag }];
}

async function loadBounds(admin: KafkaAdmin, topic: string): Promise<PartitionBounds[]> {
  const bounds = await admin.fetchTopicOffsets(topic);
  return bounds.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }));
}

/** What groups have committed says more than who is in them now: the lag of a service that is down matters most. */
async function loadGroups(admin: KafkaAdmin): Promise<GroupOffsets[]> {
  const { groups } = await admin.listGroups();
  const names = groups.map(({ groupId }) => groupId).sort();
  return Promise.all(
    names.map(async (group) => {
      const offsets = await admin.fetchOffsets({ groupId: group });
      return { group, topics: new Map(offsets.map(({ topic, partitions }) => [topic, partitions.map(toCommitted)])) };
    }),
  );
}

function toCommitted({ partition, offset }: { partition: number; offset: string }): CommittedOffset {
  return { partition, offset: Number(offset) };
}

async function answered<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(silent()), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function silent(): PublicError {
  return new PublicError(
    503,
    'ENTSYNC_BROKER',
    `The brokers did not answer within ${PATIENCE / 1_000} seconds; is Kafka running?`,
  );
}
