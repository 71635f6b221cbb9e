import { deadLetterTopicOf, WINDOWS_TO_EXTERNAL } from '@entsync/contracts';
import { connectKafka, TopicAdmin } from '@entsync/messaging';

import { eventually, type TestSystem } from '../../system/system.ts';

const GZIP = 1;

export interface PlantedRecord {
  readonly key?: Buffer;
  readonly value: Buffer | null;
  readonly headers?: Record<string, Buffer>;
  readonly compressed?: boolean;
}

type Kafka = ReturnType<typeof connectKafka>;
type Admin = ReturnType<Kafka['admin']>;

function kafkaOf(system: TestSystem): Kafka {
  return connectKafka({ brokers: system.run.kafka.brokers, clientId: 'canary-planter' }, () => undefined);
}

export async function sendRecord(system: TestSystem, topic: string, record: PlantedRecord): Promise<void> {
  const { compressed = false, ...message } = record;
  const producer = kafkaOf(system).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, messages: [message], ...(compressed ? { compression: GZIP } : {}) });
  await producer.disconnect();
}

export async function makeTopic(system: TestSystem, topic: string): Promise<void> {
  await asAdmin(system, async (admin) => {
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
  });
}

/** A consumer group of this name keeps a place in the topic. */
export async function rememberConsumer(system: TestSystem, topic: string, groupId: string): Promise<void> {
  await asAdmin(system, (admin) => admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] }));
}

/** Announces, and waits until the store has put one more record among the dead letters. */
export async function untilDeadLettered(system: TestSystem, announce: () => Promise<unknown>): Promise<void> {
  const admin = new TopicAdmin(kafkaOf(system));
  const deadLetters = deadLetterTopicOf(WINDOWS_TO_EXTERNAL);
  await admin.connect();
  const before = await admin.countRecords(deadLetters);
  await announce();
  await eventually('there is one more dead letter', async () => (await admin.countRecords(deadLetters)) > before);
  await admin.disconnect();
}

async function asAdmin(system: TestSystem, work: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = kafkaOf(system).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
}
