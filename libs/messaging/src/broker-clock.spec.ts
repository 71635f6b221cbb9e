import { expect, test } from 'vitest';

import { BrokerClock } from './broker-clock.ts';

const SECOND = 1_000_000;
const BOOT = 1_800_000_000 * SECOND;

/** A machine whose clocks stand where they are put. */
function machine() {
  const clocks = { now: 100 * SECOND, wallAhead: 0 };
  const clock = new BrokerClock({
    wall: () => BOOT + clocks.now + clocks.wallAhead,
    sinceBoot: () => clocks.now,
  });
  /** The broker is `ahead` of this machine; the answer takes `roundTrip`. */
  const acknowledge = (ahead: number, roundTrip: number): void => {
    const startedAt = clock.startSend();
    const appendedAt = BOOT + clocks.now + roundTrip / 2 + ahead;
    clocks.now += roundTrip;
    clock.learn(startedAt, appendedAt / 1_000 - 0.5);
  };
  return { clocks, clock, acknowledge };
}

test('before the first acknowledgement broker time is the wall clock', () => {
  const { clock, clocks } = machine();
  expect(clock.hasLearned).toBe(false);
  expect(clock.now()).toBe(BOOT + clocks.now);
  expect(clock.wallOffset()).toBe(0);
});

test('broker time is learned from an acknowledgement, as in the middle of its round trip', () => {
  const { clock, clocks, acknowledge } = machine();
  acknowledge(5 * SECOND, 20_000);
  expect(clock.hasLearned).toBe(true);
  expect(clock.now()).toBe(BOOT + clocks.now + 5 * SECOND);
  expect(clock.wallOffset()).toBe(5 * SECOND);
});

test('of the latest acknowledgements the quickest is believed', () => {
  const { clock, acknowledge } = machine();
  acknowledge(5 * SECOND, 2_000);
  acknowledge(6 * SECOND, 900_000);
  expect(clock.wallOffset()).toBe(5 * SECOND);
});

test('what was believed is forgotten after 64 acknowledgements, so that a drift is followed', () => {
  const { clock, acknowledge } = machine();
  acknowledge(5 * SECOND, 2_000);
  for (let count = 0; count < 64; count += 1) acknowledge(6 * SECOND, 4_000);
  expect(clock.wallOffset()).toBe(6 * SECOND);
});

test('broker time never runs backwards', () => {
  const { clock, acknowledge } = machine();
  acknowledge(5 * SECOND, 4_000);
  const before = clock.now();
  acknowledge(0, 2_000);
  expect(clock.now()).toBe(before);
});

test('a wall clock that is set does not move broker time', () => {
  const { clock, clocks, acknowledge } = machine();
  acknowledge(5 * SECOND, 2_000);
  const before = clock.now();
  clocks.wallAhead = 3_600 * SECOND;
  expect(clock.now()).toBe(before);
  expect(clock.wallOffset()).toBe(5 * SECOND - 3_600 * SECOND);
});

test('a change is stamped by the time since boot, though the wall clock was wrong then', () => {
  const { clock, clocks, acknowledge } = machine();
  acknowledge(5 * SECOND, 2_000);
  const moment = { wall: BOOT + clocks.now - 60 * SECOND, sinceBoot: clocks.now };
  expect(moment.wall + clock.offsetFor(moment)).toBe(BOOT + clocks.now + 5 * SECOND);
});
