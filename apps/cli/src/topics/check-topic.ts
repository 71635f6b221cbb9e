import { TopicAdmin } from '@entsync/messaging';

import type { Brokers } from '../brokers/use-brokers.ts';
import { RefusedError } from '../cli.errors.ts';

/** Every topic there is. */
export async function loadTopicNames(brokers: Brokers): Promise<readonly string[]> {
  const topics = new TopicAdmin(brokers);
  await topics.connect();
  try {
    return await topics.listTopics();
  } finally {
    await topics.disconnect();
  }
}

/** Throws {@link RefusedError} where there is no such topic. */
export function checkTopic(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new RefusedError(`There is no topic ${name}; entsync topics lists them.`);
}
