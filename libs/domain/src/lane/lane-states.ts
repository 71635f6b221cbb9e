/**
 * A lane is the way to one target account. It carries the newest wanted password only.
 *
 * | state      | meaning |
 * |------------|---------|
 * | idle       | nothing is wanted there that the router could send |
 * | waiting    | the newest delivery may leave as soon as the flow allows |
 * | dispatched | one delivery is in flight, until its outcome or its not-after |
 * | retrying   | the newest delivery may leave again, not before a time |
 */
export const LANE_STATES = ['idle', 'waiting', 'dispatched', 'retrying'] as const;

export type LaneState = (typeof LANE_STATES)[number];

/**
 * | event    | what happened |
 * |----------|---------------|
 * | offer    | the store wants a newer version, or a newer revision, there |
 * | forbid   | the store says that nothing so old may be sent any more |
 * | dispatch | the newest delivery left |
 * | settle   | the target confirmed a version |
 * | retry    | the attempt failed; another one may follow |
 * | release  | the attempt failed in a way that the store must decide about |
 * | lapse    | no outcome came before the not-after |
 * | expire   | the newest delivery is older than the age limit |
 */
export const LANE_EVENTS = ['offer', 'forbid', 'dispatch', 'settle', 'retry', 'release', 'lapse', 'expire'] as const;

export type LaneEvent = (typeof LANE_EVENTS)[number];

/** Where each event may lead. `dispatched` stays so until its own outcome: a newer delivery waits behind it. */
const MOVES: Readonly<Record<LaneState, Partial<Record<LaneEvent, readonly LaneState[]>>>> = {
  idle: { offer: ['waiting', 'retrying'], forbid: ['idle'], settle: ['idle'] },
  waiting: {
    offer: ['waiting'],
    forbid: ['idle', 'waiting'],
    dispatch: ['dispatched'],
    settle: ['idle', 'waiting'],
    expire: ['idle'],
  },
  dispatched: {
    offer: ['dispatched'],
    forbid: ['dispatched'],
    settle: ['idle', 'waiting', 'dispatched'],
    retry: ['idle', 'waiting', 'retrying'],
    release: ['idle', 'waiting', 'retrying'],
    lapse: ['idle', 'waiting', 'retrying'],
    expire: ['dispatched'],
  },
  retrying: {
    offer: ['waiting', 'retrying'],
    forbid: ['idle', 'retrying'],
    dispatch: ['dispatched'],
    settle: ['idle', 'retrying'],
    expire: ['idle'],
  },
};

/** An illegal move of a lane was asked for: a mistake in the program. */
export class IllegalLaneMoveError extends Error {
  readonly code = 'ENTSYNC_ILLEGAL_LANE_MOVE';

  constructor(
    readonly from: LaneState,
    readonly event: LaneEvent,
    readonly to?: LaneState,
  ) {
    super(`A lane that is ${from} cannot ${event}${to === undefined ? '' : ` and become ${to}`}.`);
    this.name = 'IllegalLaneMoveError';
  }
}

/** Whether anything at all may follow from `event`. */
export function canMoveLane(from: LaneState, event: LaneEvent): boolean {
  return MOVES[from][event] !== undefined;
}

/** Throws {@link IllegalLaneMoveError} unless the table allows the move. */
export function checkLaneMove(from: LaneState, event: LaneEvent, to: LaneState): void {
  if (MOVES[from][event]?.includes(to) !== true) throw new IllegalLaneMoveError(from, event, to);
}
