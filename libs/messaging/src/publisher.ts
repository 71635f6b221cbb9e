import kafkajs, { type Kafka, type Producer, type TopicMessages } from 'kafkajs';

import { BrokerClock } from './broker-clock.ts';
import type { OutgoingMessage } from './consumed-record.ts';
import { BrokerError } from './messaging.errors.ts';

/** Publishes with acks=all, and learns broker time from the acknowledgements. */
export class Publisher {
  readonly clock: BrokerClock;
  readonly #producer: Producer;

  constructor(kafka: Kafka, clock = new BrokerClock()) {
    this.clock = clock;
    this.#producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
  }

  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  /** Resolves when all replicas that must have the messages have them. Keeps their order a topic and key. Throws {@link BrokerError}. */
  async publish(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const startedAt = this.clock.startSend();
    try {
      const acknowledged = await this.#producer.sendBatch({ acks: -1, topicMessages: groupByTopic(messages) });
      const appendTimes = acknowledged
        .map(({ logAppendTime }) => Number(logAppendTime ?? -1))
        .filter((time) => time > 0);
      if (appendTimes.length > 0) this.clock.learn(startedAt, Math.max(...appendTimes));
    } catch (cause) {
      // kafkajs's own message names topic and broker only; the error object itself carries the messages.
      throw new BrokerError(`The brokers did not take ${messages.length} messages: ${nameOf(cause)}`);
    }
  }

  async disconnect(): Promise<void> {
    await this.#producer.disconnect();
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'unknown error';
}

function groupByTopic(messages: readonly OutgoingMessage[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, value, headers } of messages) {
    const entry = topics.get(topic) ?? { topic, messages: [] };
    entry.messages.push({ key, value, headers });
    topics.set(topic, entry);
  }
  return [...topics.values()];
}
