import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  compareVersions,
  isNewer,
  isOlder,
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  newestVersion,
  sameVersion,
  type Version,
} from './version.ts';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';

const version = (time: number, origin: string, sequence: number): Version => ({ time, origin, sequence });

const inOrder: readonly (readonly [why: string, older: Version, newer: Version])[] = [
  ['the later time is newer', version(1, A, 1), version(2, A, 1)],
  ['time counts more than origin and sequence', version(1, B, 9), version(2, A, 1)],
  ['at one time the origin later in text order is newer', version(5, A, 1), version(5, B, 1)],
  ['the origin counts more than the sequence', version(5, A, 9), version(5, B, 1)],
  ['at one time and origin the higher sequence is newer', version(5, A, 9), version(5, A, 10)],
];

test.each(inOrder)('a version is ordered by time, origin, sequence: %s', (_why, older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
  expect(isNewer(newer, older)).toBe(true);
  expect(isNewer(older, newer)).toBe(false);
  expect(isOlder(older, newer)).toBe(true);
  expect(isOlder(newer, older)).toBe(false);
  expect(sameVersion(older, newer)).toBe(false);
});

test('a version is neither newer nor older than itself', () => {
  const one = version(5, A, 9);
  const itself = version(5, A, 9);
  expect(compareVersions(one, itself)).toBe(0);
  expect(isNewer(one, itself)).toBe(false);
  expect(isOlder(one, itself)).toBe(false);
  expect(sameVersion(one, itself)).toBe(true);
});

test('anything is newer than nothing, and nothing is not older than nothing', () => {
  expect(isNewer(version(0, A, 0), undefined)).toBe(true);
  expect(isOlder(version(0, A, 0), undefined)).toBe(false);
});

test('the newest of several versions is found wherever it stands and whatever is missing', () => {
  const oldest = version(1, A, 1);
  const middle = version(2, A, 1);
  const newest = version(2, B, 1);
  expect(newestVersion(newest, middle, oldest)).toBe(newest);
  expect(newestVersion(oldest, newest, middle)).toBe(newest);
  expect(newestVersion(undefined, oldest, undefined, newest, undefined)).toBe(newest);
  expect(newestVersion(oldest, undefined)).toBe(oldest);
});

test('there is no newest version of none', () => {
  expect(newestVersion()).toBeUndefined();
  expect(newestVersion(undefined, undefined)).toBeUndefined();
});

test('the order of versions is total: every two are comparable, and sorting does not depend on where one began', () => {
  const any = fc.record({
    time: fc.integer({ min: 0, max: 3 }),
    origin: fc.constantFrom(A, B),
    sequence: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      expect([c, b, a].sort(compareVersions)).toEqual([a, c, b].sort(compareVersions));
      expect(compareVersions(a, b) === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 500 },
  );
});

test('the units of time are counted in microseconds', () => {
  expect([MICROS_PER_MILLISECOND, MICROS_PER_SECOND, MICROS_PER_MINUTE, MICROS_PER_HOUR]).toEqual([
    1_000, 1_000_000, 60_000_000, 3_600_000_000,
  ]);
});
