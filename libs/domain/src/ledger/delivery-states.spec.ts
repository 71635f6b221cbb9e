import { expect, test } from 'vitest';

import {
  canMove,
  DELIVERY_EVENTS,
  DELIVERY_STATES,
  IllegalDeliveryMoveError,
  isOpen,
  moveDelivery,
  type DeliveryEvent,
  type DeliveryState,
} from './delivery-states.ts';

const LEGAL: readonly (readonly [from: DeliveryState, event: DeliveryEvent, to: DeliveryState])[] = [
  ['held-back', 'publish', 'published'],
  ['held-back', 'supersede', 'superseded'],
  ['held-back', 'expire', 'expired'],
  ['held-back', 'withdraw', 'withdrawn'],
  ['published', 'publish', 'published'],
  ['published', 'supersede', 'superseded'],
  ['published', 'apply', 'applied'],
  ['published', 'refuse', 'refused'],
  ['published', 'park', 'parked'],
  ['published', 'expire', 'expired'],
  ['published', 'withdraw', 'withdrawn'],
  ['superseded', 'apply', 'applied'],
  ['superseded', 'refuse', 'refused'],
  ['superseded', 'expire', 'expired'],
  ['superseded', 'withdraw', 'withdrawn'],
  ['parked', 'publish', 'published'],
  ['parked', 'hold', 'held-back'],
  ['parked', 'refuse', 'refused'],
  ['parked', 'supersede', 'superseded'],
  ['parked', 'apply', 'applied'],
  ['parked', 'expire', 'expired'],
  ['parked', 'withdraw', 'withdrawn'],
  ['applied', 'hold', 'held-back'],
  ['applied', 'apply', 'applied'],
  ['refused', 'apply', 'applied'],
  ['expired', 'apply', 'applied'],
  ['withdrawn', 'apply', 'applied'],
];

/** A delivery is made in one of these. */
const FIRST: readonly DeliveryState[] = ['held-back', 'published'];

/** What a delivery ends in; from there only the target's own word, or a redelivery of what was applied, moves it. */
const TERMINAL: readonly DeliveryState[] = ['applied', 'refused', 'expired', 'withdrawn'];

const ILLEGAL = DELIVERY_STATES.flatMap((state) =>
  DELIVERY_EVENTS.filter((event) => !LEGAL.some(([from, what]) => from === state && what === event)).map(
    (event) => [state, event] as const,
  ),
);

/** All that can be reached from some states, themselves included. */
function reachableFrom(starts: readonly DeliveryState[]): ReadonlySet<DeliveryState> {
  const reached = new Set(starts);
  for (const state of reached) for (const [from, , to] of LEGAL) if (from === state) reached.add(to);
  return reached;
}

test('a delivery has eight states and eight events', () => {
  expect(DELIVERY_STATES).toEqual([
    'held-back',
    'published',
    'superseded',
    'parked',
    'applied',
    'refused',
    'expired',
    'withdrawn',
  ]);
  expect(DELIVERY_EVENTS).toEqual(['publish', 'hold', 'supersede', 'apply', 'refuse', 'park', 'expire', 'withdraw']);
});

test.each(LEGAL)('a delivery that is %s can %s and is %s then', (from, event, to) => {
  expect(canMove(from, event)).toBe(true);
  expect(moveDelivery(from, event)).toBe(to);
});

test.each(ILLEGAL)('a delivery that is %s cannot %s', (state, event) => {
  expect(canMove(state, event)).toBe(false);
  expect(() => moveDelivery(state, event)).toThrow(IllegalDeliveryMoveError);
  expect(() => moveDelivery(state, event)).toThrow(`A delivery that is ${state} cannot ${event}.`);
});

test('every state of a delivery is reached from the ones that it is made in', () => {
  expect([...reachableFrom(FIRST)].sort()).toEqual([...DELIVERY_STATES].sort());
});

test('no state of a delivery is a dead end but the terminal ones', () => {
  for (const state of DELIVERY_STATES) {
    const onward = LEGAL.filter(([from, , to]) => from === state && to !== state);
    expect({ state, leadsOn: onward.some(([, event]) => event !== 'apply' && event !== 'hold') }).toEqual({
      state,
      leadsOn: !TERMINAL.includes(state),
    });
  }
});

test('whatever ended a delivery, a late word of the target that it was applied is believed', () => {
  for (const state of TERMINAL) expect(moveDelivery(state, 'apply')).toBe('applied');
});

test.each(DELIVERY_STATES)('whether a delivery that is %s may still become the password by itself', (state) => {
  expect(isOpen(state)).toBe(['held-back', 'published', 'parked'].includes(state));
});

test('the error of an illegal delivery move names state and event, and has a stable code', () => {
  const error = new IllegalDeliveryMoveError('refused', 'park');
  expect(error).toMatchObject({
    name: 'IllegalDeliveryMoveError',
    code: 'ENTSYNC_ILLEGAL_DELIVERY_MOVE',
    message: 'A delivery that is refused cannot park.',
    state: 'refused',
    event: 'park',
  });
});
