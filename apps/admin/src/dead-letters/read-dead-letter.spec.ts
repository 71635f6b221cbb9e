import { DEAD_LETTER_HEADERS, type ConsumedRecord } from '@entsync/messaging';
import { expect, test } from 'vitest';

import { readDeadLetter } from './read-dead-letter.ts';

const BYTES = Buffer.from([0, 255, 128]);

function letter(changes: Partial<ConsumedRecord> = {}): ConsumedRecord {
  return {
    topic: 'deliveries.dlq',
    partition: 0,
    offset: 7,
    key: BYTES,
    value: BYTES,
    appendedAt: 1_000_999,
    isReplay: false,
    headers: {
      own: BYTES,
      ce_type: Buffer.from('org.entsync.deliver-password.v1'),
      [DEAD_LETTER_HEADERS.topic]: Buffer.from('deliveries'),
      [DEAD_LETTER_HEADERS.partition]: Buffer.from('11'),
      [DEAD_LETTER_HEADERS.offset]: Buffer.from('123'),
      [DEAD_LETTER_HEADERS.reason]: Buffer.from('schema'),
      [DEAD_LETTER_HEADERS.detail]: Buffer.from('adapter: invalid_type'),
      [DEAD_LETTER_HEADERS.service]: Buffer.from('sync-router'),
    },
    ...changes,
  };
}

test('it is known by where it lay before, and why and by whom it was put here', () => {
  expect(readDeadLetter(letter())).toMatchObject({
    topic: 'deliveries',
    partition: 11,
    offset: 123,
    reason: 'schema',
    detail: 'adapter: invalid_type',
    service: 'sync-router',
    type: 'org.entsync.deliver-password.v1',
    at: 1_000_999,
  });
});

test('key, value and its own headers are kept to the byte; those of the dead letter are not among them', () => {
  const { key, value, headers: text } = readDeadLetter(letter());
  const headers = JSON.parse(text) as Record<string, string>;
  expect([key, value, headers['own']]).toEqual([...Array<string>(3)].fill(BYTES.toString('base64')));
  expect(Object.keys(headers)).toEqual(['own', 'ce_type']);
});

test('a record that says nothing of itself is kept by its place here', () => {
  expect(readDeadLetter(letter({ headers: {}, key: null, value: null }))).toMatchObject({
    topic: 'deliveries',
    partition: 0,
    offset: 7,
    key: null,
    value: null,
    reason: 'unknown',
    service: 'unknown',
    type: null,
    tracking_id: null,
  });
});

test('another source than that of the topic is not believed', () => {
  const headers = { ...letter().headers, [DEAD_LETTER_HEADERS.topic]: 'configuration' };
  expect(readDeadLetter(letter({ headers })).topic).toBe('deliveries');
});

test('nonsense in the headers does not reach the database', () => {
  const headers = {
    [DEAD_LETTER_HEADERS.partition]: '99999999999999999999',
    [DEAD_LETTER_HEADERS.offset]: 'x',
    [DEAD_LETTER_HEADERS.detail]: `a\0b${'c'.repeat(5_000)}`,
  };
  const { partition, offset, detail } = readDeadLetter(letter({ headers }));
  expect([partition, offset]).toEqual([0, 7]);
  expect(detail.startsWith('abc')).toBe(true);
  expect(detail).toHaveLength(1_000);
});
