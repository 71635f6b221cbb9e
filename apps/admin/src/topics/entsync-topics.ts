import { adapterTopic, deadLetterTopicOf, DELIVERIES, TOPICS, type TopicDefinition } from '@entsync/contracts';

const ADAPTER_PREFIX = `${DELIVERIES}.`;
const DEAD_LETTER_SUFFIX = deadLetterTopicOf('');

/** The topics that are always there, then those of adapters that there are. */
export function entsyncTopics(existing: readonly string[]): TopicDefinition[] {
  const adapters = existing
    .filter((name) => name.startsWith(ADAPTER_PREFIX) && !isDeadLetterTopic(name))
    .map((name) => adapterTopic(name.slice(ADAPTER_PREFIX.length)));
  return [...TOPICS, ...adapters.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

export function isDeadLetterTopic(name: string): boolean {
  return name.endsWith(DEAD_LETTER_SUFFIX) && name.length > DEAD_LETTER_SUFFIX.length;
}

/** Where a dead letter lay before. */
export function sourceTopicOf(deadLetterTopic: string): string {
  return deadLetterTopic.slice(0, -DEAD_LETTER_SUFFIX.length);
}
