import { ACCOUNT_PARTITIONS } from '@entsync/contracts';
import type { EachBatchPayload, Kafka } from 'kafkajs';

import { ArrivalWriter } from '../arrival-writer.ts';
import { connect } from './chain-topics.ts';

/** Arguments: the brokers, the topic to read, and `topic NAME` to pass records on to, or `file NAME` to write down their arrival. */
const [brokers = '', from = '', kind, to = ''] = process.argv.slice(2);

const kafka = connect(brokers.split(','));
const handle = kind === 'topic' ? await passOn(kafka, to) : writeDown(to);
await consume(kafka, from, handle);
process.send?.('ready');

type BatchHandler = (batch: EachBatchPayload['batch']) => Promise<void>;

async function passOn(client: Kafka, topic: string): Promise<BatchHandler> {
  const sender = client.producer({ allowAutoTopicCreation: false });
  await sender.connect();
  return async ({ messages }) => {
    const records = messages.map(({ key, value, headers = {} }) => ({ key, value, headers }));
    await sender.send({ topic, acks: -1, messages: records });
  };
}

function writeDown(file: string): BatchHandler {
  const writer = new ArrivalWriter(file);
  return ({ messages }) => {
    for (const { key } of messages) writer.note(accountOf(String(key)));
    return Promise.resolve();
  };
}

/** The account of `domain\user`, as an adapter would be given it. */
function accountOf(key: string): string {
  return key.slice(key.indexOf('\\') + 1);
}

/** As EntSync's consumers do: all partitions at once, offsets committed a few times a second. */
async function consume(client: Kafka, topic: string, handleBatch: BatchHandler): Promise<void> {
  const reader = client.consumer({
    groupId: `${topic}-reader`,
    maxWaitTimeInMs: 500,
    minBytes: 1,
    retry: { retries: 100, initialRetryTime: 100 },
  });
  const joined = new Promise<void>((resolve) => reader.on(reader.events.GROUP_JOIN, () => resolve()));
  await reader.connect();
  await reader.subscribe({ topics: [topic], fromBeginning: true });
  await reader.run({
    autoCommitInterval: 250,
    partitionsConsumedConcurrently: ACCOUNT_PARTITIONS,
    eachBatch: ({ batch }) => handleBatch(batch),
  });
  await joined;
}
