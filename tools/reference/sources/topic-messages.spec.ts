import * as contracts from '@entsync/contracts';
import { expect, test } from 'vitest';

import { documentedTopics } from '../pages/topics.page.ts';
import { ALL_MESSAGES, TOPIC_CONTENT } from './topic-messages.ts';

test('every message of the contracts lies on a topic', () => {
  const exported: readonly unknown[] = Object.values(contracts);
  const definitions = exported.filter(isDefinition);
  expect(definitions.length).toBeGreaterThan(5);
  expect(definitions.map((definition) => contracts.messageType(definition)).toSorted()).toEqual(
    [...ALL_MESSAGES.keys()].toSorted(),
  );
});

test('every topic but that of dead letters has messages', () => {
  const topics = documentedTopics().map(({ name }) => name);
  expect(topics.filter((name) => !(name in TOPIC_CONTENT))).toEqual(['<topic>.dlq']);
  expect(Object.keys(TOPIC_CONTENT).filter((name) => !topics.includes(name))).toEqual([]);
});

function isDefinition(value: unknown): value is Pick<contracts.MessageDefinition<never>, 'name' | 'version'> {
  return typeof value === 'object' && value !== null && 'schema' in value && 'subject' in value;
}
