import { expect, test } from 'vitest';

import { CLOCK_DEVIATION_LIMIT, decideStamp, type ClaimedStamp, type StampDecision } from './stamp.ts';

const ORIGIN = 'aaaaaaaa-0000-4000-8000-000000000000';
const HOUR = 3_600_000_000;

/** The eighth change of an origin, claimed for 5 000 and appended at 6 000. */
const claim: ClaimedStamp = {
  origin: ORIGIN,
  sequence: 8,
  claimedAt: 5_000,
  clockOffset: 100,
  appendedAt: 6_000,
};

const stampedAt = (time: number): StampDecision => ({
  kind: 'stamped',
  version: { time, origin: ORIGIN, sequence: 8 },
});

test('a change gets the time that its sender claims, with the origin and its count', () => {
  expect(decideStamp(claim, {})).toStrictEqual(stampedAt(5_000));
});

test('the future is not believed: a claim behind its own record is taken as the append time', () => {
  expect(decideStamp({ ...claim, claimedAt: 6_001 }, {})).toStrictEqual(stampedAt(6_000));
  expect(decideStamp({ ...claim, claimedAt: 6_000 }, {})).toStrictEqual(stampedAt(6_000));
  expect(decideStamp({ ...claim, claimedAt: 5_999 }, {})).toStrictEqual(stampedAt(5_999));
});

test.each([
  { claimedAt: 4_000, previous: 5_000, time: 5_001, why: 'the clock went back' },
  { claimedAt: 5_000, previous: 5_000, time: 5_001, why: 'the clock stood still' },
  { claimedAt: 5_001, previous: 5_000, time: 5_001, why: 'the clock went on by just one microsecond' },
  { claimedAt: 5_002, previous: 5_000, time: 5_002, why: 'the clock went on' },
  {
    claimedAt: 9_000,
    previous: 6_000,
    time: 6_001,
    why: 'the claim is cut to an append time that is not later either',
  },
])('an origin keeps its order, by a microsecond at least: $why', ({ claimedAt, previous, time }) => {
  const decision = decideStamp({ ...claim, claimedAt }, { previous: { time: previous, sequence: 7 } });
  expect(decision).toStrictEqual(stampedAt(time));
});

test('a count that is not higher than the recorded one is outdated, whatever its time says', () => {
  const history = { previous: { time: 1_000, sequence: 8 } };
  expect(decideStamp({ ...claim, sequence: 7 }, history)).toStrictEqual({ kind: 'outdated', recordedSequence: 8 });
  expect(decideStamp({ ...claim, sequence: 8 }, history)).toStrictEqual({ kind: 'outdated', recordedSequence: 8 });
  expect(decideStamp({ ...claim, sequence: 9 }, history)).toStrictEqual({
    kind: 'stamped',
    version: { time: 5_000, origin: ORIGIN, sequence: 9 },
  });
});

test('a correction up to an hour from the usual one is believed, in both directions', () => {
  expect(decideStamp(claim, { usualClockOffset: 100 + HOUR })).toStrictEqual(stampedAt(5_000));
  expect(decideStamp(claim, { usualClockOffset: 100 - HOUR })).toStrictEqual(stampedAt(5_000));
});

test('a correction more than an hour from the usual one is held for an operator, with the version it would get', () => {
  const held = { kind: 'held', deviation: HOUR + 1, version: { time: 5_000, origin: ORIGIN, sequence: 8 } };
  expect(decideStamp(claim, { usualClockOffset: 101 + HOUR })).toStrictEqual(held);
  expect(decideStamp(claim, { usualClockOffset: 99 - HOUR })).toStrictEqual(held);
});

test('an origin without a usual correction is believed', () => {
  const claimed = { ...claim, clockOffset: 5 * HOUR };
  expect(decideStamp(claimed, {})).toStrictEqual(stampedAt(5_000));
});

test('an outdated count is not held as well', () => {
  const history = { previous: { time: 1_000, sequence: 8 }, usualClockOffset: 5 * HOUR };
  expect(decideStamp(claim, history)).toStrictEqual({ kind: 'outdated', recordedSequence: 8 });
});

test('what is held keeps the order of its origin', () => {
  const history = { previous: { time: 5_500, sequence: 7 }, usualClockOffset: 5 * HOUR };
  expect(decideStamp(claim, history)).toMatchObject({ kind: 'held', version: { time: 5_501 } });
});

test('the limit of a clock deviation is an hour', () => {
  expect(CLOCK_DEVIATION_LIMIT).toBe(HOUR);
});
