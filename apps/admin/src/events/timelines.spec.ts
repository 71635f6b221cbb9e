import { expect, test } from 'vitest';

import { timelineParameters, toTimelines } from './timelines.ts';

const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const OTHER = '7f9619ff-8b86-4d01-b42d-00cf4fc964ff';

function row(changes: Partial<Parameters<typeof toTimelines>[0][number]>): Parameters<typeof toTimelines>[0][number] {
  return {
    tracking_id: ID,
    windows_account: null,
    at: '1000',
    service: 'mapping-store',
    event_id: 20011,
    symbol: 'ENTSYNC_INFO_DELIVERY_APPLIED',
    system: 'crm',
    account: 'ann',
    parameters: {},
    ...changes,
  };
}

test('a name is looked up in lower case, whatever is beyond ASCII included', () => {
  expect(timelineParameters('CORP\\ÄNN', 5)).toEqual(['corp\\änn', null, null, null, 5]);
});

test('what stands before the first slash may be an adapter', () => {
  expect(timelineParameters('CRM/staff/ann', 5)).toEqual(['crm/staff/ann', 'crm', 'staff/ann', null, 5]);
});

test('a tracking id is found in either case', () => {
  expect(timelineParameters(ID.toUpperCase(), 1)[3]).toBe(ID);
});

test('steps of one change become one timeline, from its first time to its last', () => {
  const timelines = toTimelines([row({ at: '1000' }), row({ at: '3000' }), row({ tracking_id: OTHER })]);
  expect(
    timelines.map(({ trackingId, startedAt, lastAt, steps }) => [trackingId, startedAt, lastAt, steps.length]),
  ).toEqual([
    [ID, 1000, 3000, 2],
    [OTHER, 1000, 1000, 1],
  ]);
});

test('the Windows account is what any event says it is', () => {
  expect(toTimelines([row({}), row({ windows_account: 'CORP\\ann' })])[0]?.windowsAccount).toBe('CORP\\ann');
  expect(toTimelines([row({}), row({ system: 'windows', account: 'CORP\\bob' })])[0]?.windowsAccount).toBe('CORP\\bob');
  expect(toTimelines([row({})])[0]?.windowsAccount).toBeNull();
});
