import { ACCOUNT_PARTITIONS } from '@entsync/contracts';
import kafkajs from 'kafkajs';

/** One for each topic between an announcement and the adapter's call: windows-to-external, deliveries, deliveries.<adapter>. */
export const CHAIN_TOPICS = ['bench-chain-1', 'bench-chain-2', 'bench-chain-3'] as const;

export function connect(brokers: readonly string[]): kafkajs.Kafka {
  return new kafkajs.Kafka({ clientId: 'bench-chain', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
}

export async function makeChainTopics(kafka: kafkajs.Kafka): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: CHAIN_TOPICS.map((topic) => ({ topic, numPartitions: ACCOUNT_PARTITIONS, replicationFactor: 1 })),
  });
  await admin.disconnect();
}
