import { deadLetterTopic, flowRetention, type TopicDefinition } from '@entsync/contracts';
import { MICROS_PER_HOUR, MICROS_PER_MILLISECOND } from '@entsync/domain';
import kafkajs, { type Admin, type ITopicConfig, type Kafka } from 'kafkajs';

const DAY = 24 * 60 * 60 * 1_000;

export interface TopicSettings {
  /** 1 for a single broker; 3 in production. */
  readonly replicationFactor: number;
  readonly minInSyncReplicas: number;
  readonly syncAgeHours: number;
}

export interface TopicLag {
  readonly topic: string;
  readonly group: string;
  /** Records that were not handled yet. */
  readonly lag: number;
}

/** Makes topics as the catalogue says, and measures them. */
export class TopicAdmin {
  readonly #admin: Admin;

  constructor(kafka: Kafka) {
    this.#admin = kafka.admin();
  }

  async connect(): Promise<void> {
    await this.#admin.connect();
  }

  /** Makes what is missing, each topic with its dead letters; leaves alone what is there. */
  async ensureTopics(definitions: readonly TopicDefinition[], settings: TopicSettings): Promise<readonly string[]> {
    const wanted = definitions.flatMap((definition) =>
      definition.cleanup === 'compact' ? [definition] : [definition, deadLetterTopic(definition.name)],
    );
    const existing = new Set(await this.#admin.listTopics());
    const missing = wanted.filter(({ name }) => !existing.has(name));
    if (missing.length > 0) {
      await this.#admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((each) => toTopicConfig(each, settings)),
      });
    }
    return missing.map(({ name }) => name);
  }

  async listTopics(): Promise<readonly string[]> {
    return (await this.#admin.listTopics()).filter((name) => !name.startsWith('__')).sort();
  }

  /** How many records lie on a topic; 0 where there is no such topic. */
  async countRecords(topic: string): Promise<number> {
    try {
      const offsets = await this.#admin.fetchTopicOffsets(topic);
      return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION') return 0;
      throw error;
    }
  }

  async lagOf(group: string, topics: readonly string[]): Promise<readonly TopicLag[]> {
    const committed = await this.#admin.fetchOffsets({ groupId: group, topics: [...topics] });
    return Promise.all(
      committed.map(async ({ topic, partitions }) => {
        const bounds = await this.#admin.fetchTopicOffsets(topic);
        const lags = bounds.map(({ partition, low, high }) => {
          const offset = Number(partitions.find((each) => each.partition === partition)?.offset ?? -1);
          return Math.max(0, Number(high) - (offset < 0 ? Number(low) : offset));
        });
        return { topic, group, lag: lags.reduce((sum, lag) => sum + lag, 0) };
      }),
    );
  }

  async disconnect(): Promise<void> {
    await this.#admin.disconnect();
  }
}

function toTopicConfig(definition: TopicDefinition, settings: TopicSettings): ITopicConfig {
  const { replicationFactor, minInSyncReplicas } = settings;
  return {
    topic: definition.name,
    numPartitions: definition.partitions,
    replicationFactor,
    configEntries: [
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      { name: 'min.insync.replicas', value: `${minInSyncReplicas}` },
      { name: 'retention.bytes', value: '-1' },
      ...retentionOf(definition, settings),
    ],
  };
}

function retentionOf(
  { retention }: TopicDefinition,
  { syncAgeHours }: TopicSettings,
): { name: string; value: string }[] {
  switch (retention) {
    case 'flow':
      return [
        { name: 'retention.ms', value: `${flowRetention(syncAgeHours * MICROS_PER_HOUR) / MICROS_PER_MILLISECOND}` },
      ];
    case 'month':
      return [{ name: 'retention.ms', value: `${30 * DAY}` }];
    case 'compacted':
      return [
        { name: 'cleanup.policy', value: 'compact' },
        { name: 'retention.ms', value: '-1' },
      ];
  }
}
