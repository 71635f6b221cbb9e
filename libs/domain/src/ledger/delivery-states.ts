/**
 * What the store knows of one delivery.
 *
 * | state      | meaning |
 * |------------|---------|
 * | held-back  | waits for its predecessor, because the target wants to be told the password that it replaces (L4) |
 * | published  | the router owes an outcome |
 * | superseded | a newer password is wanted there; an attempt of this one may still be in flight |
 * | parked     | the target refused for now; the router holds no ciphertext of it |
 * | applied    | the target confirmed it |
 * | refused    | the target refused this password for good |
 * | expired    | older than the age limit |
 * | withdrawn  | its adapter or mapping is gone, or an operator dropped it |
 */
export const DELIVERY_STATES = [
  'held-back',
  'published',
  'superseded',
  'parked',
  'applied',
  'refused',
  'expired',
  'withdrawn',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * | event     | what happened |
 * |-----------|---------------|
 * | publish   | it goes out, for the first time or as its next revision |
 * | hold      | it is owed (again) and waits for its predecessor |
 * | supersede | a newer one is wanted there |
 * | apply     | the target confirmed it |
 * | refuse    | the target refused it for good |
 * | park      | the target refused it for now |
 * | expire    | it is older than the age limit |
 * | withdraw  | it is not owed any more |
 */
export const DELIVERY_EVENTS = [
  'publish',
  'hold',
  'supersede',
  'apply',
  'refuse',
  'park',
  'expire',
  'withdraw',
] as const;

export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** Every legal move; what is not listed is illegal. A late `apply` is always believed: the target did it. */
const MOVES: Readonly<Record<DeliveryState, Partial<Record<DeliveryEvent, DeliveryState>>>> = {
  'held-back': {
    publish: 'published',
    supersede: 'superseded',
    expire: 'expired',
    withdraw: 'withdrawn',
  },
  published: {
    publish: 'published',
    supersede: 'superseded',
    apply: 'applied',
    refuse: 'refused',
    park: 'parked',
    expire: 'expired',
    withdraw: 'withdrawn',
  },
  superseded: {
    apply: 'applied',
    refuse: 'refused',
    expire: 'expired',
    withdraw: 'withdrawn',
  },
  parked: {
    publish: 'published',
    hold: 'held-back',
    refuse: 'refused',
    supersede: 'superseded',
    apply: 'applied',
    expire: 'expired',
    withdraw: 'withdrawn',
  },
  applied: { hold: 'held-back', apply: 'applied' },
  refused: { apply: 'applied' },
  expired: { apply: 'applied' },
  withdrawn: { apply: 'applied' },
};

/** An illegal move of a delivery was asked for: a mistake in the program. */
export class IllegalDeliveryMoveError extends Error {
  readonly code = 'ENTSYNC_ILLEGAL_DELIVERY_MOVE';

  constructor(
    readonly state: DeliveryState,
    readonly event: DeliveryEvent,
  ) {
    super(`A delivery that is ${state} cannot ${event}.`);
    this.name = 'IllegalDeliveryMoveError';
  }
}

export function canMove(state: DeliveryState, event: DeliveryEvent): boolean {
  return MOVES[state][event] !== undefined;
}

/** The state after `event`. Throws {@link IllegalDeliveryMoveError}. */
export function moveDelivery(state: DeliveryState, event: DeliveryEvent): DeliveryState {
  const next = MOVES[state][event];
  if (next === undefined) throw new IllegalDeliveryMoveError(state, event);
  return next;
}

/** Open: it may still become the account's password by itself. */
export function isOpen(state: DeliveryState): boolean {
  return state === 'held-back' || state === 'published' || state === 'parked';
}
