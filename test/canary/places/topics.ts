import { connectKafka, readTopic, TopicAdmin, type ConsumedRecord } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import type { CanarySearch } from '../canary-search.ts';

/** So many are read at once: most of the time goes into joining and leaving groups. */
const READERS = 6;

/** Reads every record of every topic from its beginning. (Kafka's own topics are among its files.) */
export async function searchTopics(search: CanarySearch, brokers: readonly string[]): Promise<void> {
  const kafka = connectKafka({ brokers, clientId: 'canary-search' }, () => undefined);
  const topics = [...(await listTopics(new TopicAdmin(kafka)))];
  const readOn = async (): Promise<void> => {
    for (let topic = topics.pop(); topic !== undefined; topic = topics.pop()) {
      await readTopic(kafka, { topic, reader: `canary-search-${newId()}` }, (record) => searchRecord(search, record));
      search.count('topics');
    }
  };
  await Promise.all(Array.from({ length: READERS }, readOn));
}

async function listTopics(admin: TopicAdmin): Promise<readonly string[]> {
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

function searchRecord(search: CanarySearch, record: ConsumedRecord): void {
  const { topic, partition, offset, key, value, headers } = record;
  const position = `${topic}, partition ${partition}, offset ${offset}`;
  search.count('messages');
  if (key !== null) search.lookAt({ place: 'topic', where: `${position}, key` }, key);
  if (value !== null) search.lookAt({ place: 'topic', where: `${position}, value` }, value);
  for (const [name, content] of Object.entries(headers)) {
    const source = { place: 'topic', where: `${position}, header ${name}` } as const;
    search.lookAtText(source, name);
    search.lookAt(source, Buffer.from(content ?? ''));
  }
}
