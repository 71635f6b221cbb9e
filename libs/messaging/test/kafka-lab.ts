import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chooseFreePorts, installKafka, startKafka, type KafkaEngine } from '@entsync/engines';
import type { Admin, Kafka } from 'kafkajs';

import { connectKafka, Publisher, TopicAdmin, type OutgoingMessage } from '../src/index.ts';

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/entsync/kafka_2.13-4.3.1');
const SETTINGS = { replicationFactor: 1, minInSyncReplicas: 1, syncAgeHours: 24 };

/** A broker, and what an operator does there. */
export class KafkaLab {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly publisher: Publisher;
  readonly topics: TopicAdmin;
  readonly #engine: KafkaEngine;
  readonly #folder: string;

  static async start(): Promise<KafkaLab> {
    const folder = await mkdtemp(join(tmpdir(), 'entsync-messaging-'));
    const [port = 0, controllerPort = 0] = await chooseFreePorts(2);
    const jarsDir = await installKafka(CACHE);
    const options = {
      dataDir: join(folder, 'kafka'),
      logFile: join(folder, 'kafka.log'),
      port,
      controllerPort,
      jarsDir,
    };
    const lab = new KafkaLab(await startKafka(options), folder);
    await Promise.all([lab.admin.connect(), lab.publisher.connect(), lab.topics.connect()]);
    return lab;
  }

  private constructor(engine: KafkaEngine, folder: string) {
    this.#engine = engine;
    this.#folder = folder;
    this.kafka = connectKafka({ brokers: engine.brokers, clientId: 'lab' }, () => undefined);
    this.admin = this.kafka.admin();
    this.publisher = new Publisher(this.kafka);
    this.topics = new TopicAdmin(this.kafka);
  }

  /** Makes a topic with its dead letters. */
  async makeTopic(name: string, partitions = 1): Promise<void> {
    const what = {
      name,
      partitions,
      cleanup: 'delete',
      retention: 'flow',
      from: '',
      to: '',
      key: '',
      carries: '',
    } as const;
    await this.topics.ensureTopics([what], SETTINGS);
  }

  /** Publishes texts, in order. */
  async publish(topic: string, ...texts: readonly string[]): Promise<void> {
    await this.publisher.publish(texts.map((text) => message(topic, text)));
  }

  /** Where a group would go on reading partition 0; `undefined` while it has never committed. */
  async committed(groupId: string, topic: string): Promise<number | undefined> {
    const [offsets] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    const offset = Number(offsets?.partitions.find(({ partition }) => partition === 0)?.offset ?? -1);
    return offset < 0 ? undefined : offset;
  }

  /** Nobody may be reading in the group. */
  async commit(groupId: string, topic: string, offset: number): Promise<void> {
    await this.admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: `${offset}` }] });
  }

  /** As retention would do it. */
  async forgetBefore(topic: string, offset: number): Promise<void> {
    await this.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: `${offset}` }] });
  }

  async stop(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.publisher.disconnect(), this.topics.disconnect()]);
    await this.#engine.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function message(topic: string, text: string, key = 'ann'): OutgoingMessage {
  return { topic, key, value: Buffer.from(text), headers: {} };
}
