import { deadLetterTopicOf, TOPICS } from '@entsync/contracts';
import { expect, test } from 'vitest';

import { entsyncTopics, isDeadLetterTopic, sourceTopicOf } from './entsync-topics.ts';

test('topics of adapters follow those that are always there; dead letters and what is not ours are left out', () => {
  const names = entsyncTopics(['deliveries.hr', 'deliveries.crm', 'deliveries.crm.dlq', 'deliveries', 'orders']).map(
    ({ name }) => name,
  );
  expect(names).toEqual([...TOPICS.map(({ name }) => name), 'deliveries.crm', 'deliveries.hr']);
});

test('a topic of dead letters leads back to its source', () => {
  const name = deadLetterTopicOf('deliveries.crm');
  expect(isDeadLetterTopic(name)).toBe(true);
  expect(sourceTopicOf(name)).toBe('deliveries.crm');
});

test('no other topic is one of dead letters', () => {
  expect(['deliveries', 'deliveries.dlqs', '.dlq'].filter(isDeadLetterTopic)).toEqual([]);
});
