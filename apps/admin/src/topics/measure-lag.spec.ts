import { expect, test } from 'vitest';

import { countRecords, measureLag } from './measure-lag.ts';

const BOUNDS = [
  { partition: 0, low: 10, high: 15 },
  { partition: 1, low: 0, high: 4 },
];

test('the records of a topic are those that are still there', () => {
  expect(countRecords(BOUNDS)).toBe(9);
});

test('the lag is what lies behind the committed offsets', () => {
  const committed = [
    { partition: 0, offset: 12 },
    { partition: 1, offset: 4 },
  ];
  expect(measureLag(BOUNDS, committed)).toBe(3);
});

test('a partition without a commit counts as a whole', () => {
  expect(
    measureLag(BOUNDS, [
      { partition: 0, offset: 15 },
      { partition: 1, offset: -1 },
    ]),
  ).toBe(4);
});

test('what was removed before it was read is no work any more', () => {
  expect(measureLag(BOUNDS, [{ partition: 0, offset: 2 }])).toBe(5 + 4);
});

test('a group that never read the topic has no lag on it', () => {
  expect(measureLag(BOUNDS, [])).toBeUndefined();
  expect(measureLag(BOUNDS, [{ partition: 0, offset: -1 }])).toBeUndefined();
});
