import { eventKind } from '@entsync/entsso';
import { expect, test } from 'vitest';

import { describeEvent } from './describe-event.ts';

const { id, symbol, meaning } = eventKind('ENTSYNC_INFO_DELIVERY_APPLIED');

test("the catalogue's sentence is filled in with the facts, in the catalogue's order", () => {
  const facts = { milliseconds: 12, externalAccount: 'ann', adapter: 'crm', attempt: 1 };
  expect(describeEvent(id, symbol, facts)).toEqual({
    severity: 'info',
    text: `${meaning.slice(0, -1)} (adapter: crm, external account: ann, attempt: 1, milliseconds: 12).`,
  });
});

test('facts that the catalogue does not name come last', () => {
  expect(describeEvent(id, symbol, { editor: 'x', adapter: 'crm' }).text).toContain('(adapter: crm, editor: x).');
});

test('a sentence without facts stays as it is, and the tracking id and empty facts are not repeated', () => {
  const facts = { trackingId: '00000000-0000-0000-0000-000000000001', adapter: '' };
  expect(describeEvent(id, symbol, facts).text).toBe(meaning);
});

test('an event that is not in the catalogue is told by its symbol', () => {
  expect(describeEvent(99_999, 'ENTSYNC_INFO_LATER', { adapter: 'crm' })).toEqual({
    severity: 'info',
    text: 'ENTSYNC_INFO_LATER, an event that this version does not know (adapter: crm).',
  });
});
