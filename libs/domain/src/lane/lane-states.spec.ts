import { expect, test } from 'vitest';

import {
  canMoveLane,
  checkLaneMove,
  IllegalLaneMoveError,
  LANE_EVENTS,
  LANE_STATES,
  type LaneEvent,
  type LaneState,
} from './lane-states.ts';

const LEGAL: readonly (readonly [from: LaneState, event: LaneEvent, ...to: LaneState[]])[] = [
  ['idle', 'offer', 'waiting', 'retrying'],
  ['idle', 'forbid', 'idle'],
  ['idle', 'settle', 'idle'],
  ['waiting', 'offer', 'waiting'],
  ['waiting', 'forbid', 'idle', 'waiting'],
  ['waiting', 'dispatch', 'dispatched'],
  ['waiting', 'settle', 'idle', 'waiting'],
  ['waiting', 'expire', 'idle'],
  ['dispatched', 'offer', 'dispatched'],
  ['dispatched', 'forbid', 'dispatched'],
  ['dispatched', 'settle', 'idle', 'waiting', 'dispatched'],
  ['dispatched', 'retry', 'idle', 'waiting', 'retrying'],
  ['dispatched', 'release', 'idle', 'waiting', 'retrying'],
  ['dispatched', 'lapse', 'idle', 'waiting', 'retrying'],
  ['dispatched', 'expire', 'dispatched'],
  ['retrying', 'offer', 'waiting', 'retrying'],
  ['retrying', 'forbid', 'idle', 'retrying'],
  ['retrying', 'dispatch', 'dispatched'],
  ['retrying', 'settle', 'idle', 'retrying'],
  ['retrying', 'expire', 'idle'],
];

const ALL_PAIRS = LANE_STATES.flatMap((from) => LANE_EVENTS.map((event) => [from, event] as const));
const isLegalPair = ([from, event]: readonly [LaneState, LaneEvent]): boolean =>
  LEGAL.some(([state, what]) => state === from && what === event);

function targetsOf(from: LaneState): readonly LaneState[] {
  return LEGAL.filter(([state]) => state === from).flatMap(([, , ...to]) => to);
}

/** All that can be reached from a state, itself included. */
function reachableFrom(start: LaneState): ReadonlySet<LaneState> {
  const reached = new Set<LaneState>([start]);
  for (const state of reached) for (const next of targetsOf(state)) reached.add(next);
  return reached;
}

test('a lane has four states and eight events', () => {
  expect(LANE_STATES).toEqual(['idle', 'waiting', 'dispatched', 'retrying']);
  expect(LANE_EVENTS).toEqual(['offer', 'forbid', 'dispatch', 'settle', 'retry', 'release', 'lapse', 'expire']);
});

const LEGAL_ENDS = LEGAL.flatMap(([from, event, ...to]) => to.map((state) => [from, event, state] as const));

test.each(LEGAL_ENDS)('a lane that is %s can %s and become %s', (from, event, to) => {
  expect(canMoveLane(from, event)).toBe(true);
  expect(() => checkLaneMove(from, event, to)).not.toThrow();
});

const ILLEGAL_ENDS = LEGAL.flatMap(([from, event, ...to]) =>
  LANE_STATES.filter((state) => !to.includes(state)).map((state) => [from, event, state] as const),
);

test.each(ILLEGAL_ENDS)('a lane that is %s cannot %s and become %s', (from, event, to) => {
  expect(() => checkLaneMove(from, event, to)).toThrow(IllegalLaneMoveError);
  expect(() => checkLaneMove(from, event, to)).toThrow(`A lane that is ${from} cannot ${event} and become ${to}.`);
});

test.each(ALL_PAIRS.filter((pair) => !isLegalPair(pair)))('a lane that is %s cannot %s at all', (from, event) => {
  expect(canMoveLane(from, event)).toBe(false);
  for (const to of LANE_STATES) {
    expect(() => checkLaneMove(from, event, to)).toThrow(`A lane that is ${from} cannot ${event} and become ${to}.`);
  }
});

test('every state of a lane is reached from idle, and every state leads back to idle', () => {
  expect([...reachableFrom('idle')].sort()).toEqual([...LANE_STATES].sort());
  for (const state of LANE_STATES) expect(reachableFrom(state).has('idle')).toBe(true);
});

test('the error of an illegal lane move names state, event and end, and has a stable code', () => {
  const error = new IllegalLaneMoveError('idle', 'dispatch', 'waiting');
  expect(error).toMatchObject({
    name: 'IllegalLaneMoveError',
    code: 'ENTSYNC_ILLEGAL_LANE_MOVE',
    from: 'idle',
    event: 'dispatch',
    to: 'waiting',
  });
  expect(new IllegalLaneMoveError('idle', 'dispatch').message).toBe('A lane that is idle cannot dispatch.');
});
