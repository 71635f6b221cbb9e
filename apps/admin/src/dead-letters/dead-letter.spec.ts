import { expect, test } from 'vitest';

import { toWholeLetter, type WholeRow } from './dead-letter.ts';

function row(value: Buffer | null): WholeRow {
  return {
    id: '12',
    topic: 'deliveries',
    partition: 3,
    offset: '4',
    key: Buffer.from('crm/ann'),
    reason: 'schema',
    detail: '',
    service: 'sync-router',
    type: null,
    tracking_id: null,
    at: '1000',
    state: 'open',
    bytes: value?.byteLength ?? 0,
    headers: { ce_type: Buffer.from('x').toString('base64') },
    value,
  };
}

test('a value that is JSON is shown as JSON, with what is sealed in it as it is', () => {
  const letter = toWholeLetter(row(Buffer.from('{"sealed":"AAEC"}')));
  expect(letter).toMatchObject({
    id: 12,
    offset: 4,
    key: 'crm/ann',
    headers: { ce_type: 'x' },
    value: { sealed: 'AAEC' },
  });
  expect(letter).not.toHaveProperty('note');
});

test.each([
  ['text that is no JSON', Buffer.from('{')],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('%s is shown in base64, with a note', (_what, value) => {
  expect(toWholeLetter(row(value))).toMatchObject({
    value: value.toString('base64'),
    note: expect.stringContaining('base64'),
  });
});

test('a record without a value has none', () => {
  expect(toWholeLetter(row(null)).value).toBeNull();
});
