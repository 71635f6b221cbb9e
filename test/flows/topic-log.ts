import { followTopic, type ConsumedRecord, type FollowedTopic } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import { eventually } from '../system/system.ts';

type Kafka = Parameters<typeof followTopic>[0];

/** Everything that lies on a topic, as it comes. */
export class TopicLog {
  readonly topic: string;
  readonly records: ConsumedRecord[] = [];
  #followed: FollowedTopic | undefined;

  private constructor(topic: string) {
    this.topic = topic;
  }

  /** Resolves when everything that was there has been read. */
  static async follow(kafka: Kafka, topic: string): Promise<TopicLog> {
    const log = new TopicLog(topic);
    log.#followed = await followTopic(kafka, topic, `flows.${newId()}`, (record) => log.records.push(record));
    await log.#followed.caughtUp;
    return log;
  }

  /** Resolves to the first record like that. */
  async find(what: string, isLike: (record: ConsumedRecord) => boolean, seconds?: number): Promise<ConsumedRecord> {
    await eventually(`${this.topic} has ${what}`, () => this.records.some(isLike), seconds);
    return this.records.find(isLike)!;
  }

  async stop(): Promise<void> {
    await this.#followed?.stop();
  }
}
