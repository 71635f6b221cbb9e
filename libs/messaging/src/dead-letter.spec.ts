import { expect, test } from 'vitest';

import type { ConsumedRecord } from './consumed-record.ts';
import { fromDeadLetter, RateLimit, toDeadLetter } from './dead-letter.ts';

const RECORD: ConsumedRecord = {
  topic: 'deliveries',
  partition: 3,
  offset: 42,
  key: Buffer.from('hr/ann'),
  value: Buffer.from('{"a":1}'),
  headers: { ce_id: Buffer.from('id'), traceparent: undefined },
  appendedAt: 1,
  isReplay: false,
};

const letter = toDeadLetter(
  { record: RECORD, reason: 'not-json', detail: 'The value is not JSON.', fromStranger: false },
  'sync-router',
);

test('a dead letter is the record as it was, with the reason and where it came from', () => {
  expect(letter).toEqual({
    topic: 'deliveries.dlq',
    key: RECORD.key,
    value: RECORD.value,
    headers: {
      ce_id: Buffer.from('id'),
      entsync_dead_reason: 'not-json',
      entsync_dead_detail: 'The value is not JSON.',
      entsync_dead_topic: 'deliveries',
      entsync_dead_partition: '3',
      entsync_dead_offset: '42',
      entsync_dead_service: 'sync-router',
    },
  });
});

test('a dead letter becomes the record again that it was, for its own topic', () => {
  const { key, value } = RECORD;
  expect(fromDeadLetter({ ...RECORD, headers: letter.headers })).toEqual({
    topic: 'deliveries',
    key,
    value,
    headers: { ce_id: Buffer.from('id') },
  });
});

test('what is no dead letter is none', () => {
  expect(fromDeadLetter(RECORD)).toBeUndefined();
});

test('a rate limit lets a burst through, and then so many a second', () => {
  const limit = new RateLimit(10, 100, 0);
  const allowed = (now: number, asked: number): number =>
    Array.from({ length: asked }, () => limit.allows(now)).filter(Boolean).length;
  expect(allowed(0, 150)).toBe(100);
  expect(allowed(99, 1)).toBe(0);
  expect(allowed(1_050, 150)).toBe(10);
  expect(allowed(3_600_000, 150)).toBe(100);
});
