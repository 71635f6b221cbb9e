import { type Micros, MICROS_PER_HOUR, type Version } from './version.ts';

/** What a sender claims about one change, and what the broker knows about its record. */
export interface ClaimedStamp {
  readonly origin: string;
  readonly sequence: number;
  /** The sender's clock at the moment of the change, corrected to broker time. */
  readonly claimedAt: Micros;
  /** The correction that the sender applied. */
  readonly clockOffset: Micros;
  /** The append time that the broker wrote on the record. */
  readonly appendedAt: Micros;
}

/** What the ledger remembers of the same origin. */
export interface OriginHistory {
  /** The origin's newest recorded change of the same account. */
  readonly previous?: { readonly time: Micros; readonly sequence: number };
  /** The correction that this origin usually applies. */
  readonly usualClockOffset?: Micros;
}

export type StampDecision =
  | { readonly kind: 'stamped'; readonly version: Version }
  | { readonly kind: 'outdated'; readonly recordedSequence: number }
  | {
      readonly kind: 'held';
      readonly deviation: Micros;
      readonly version: Version;
    };

/** How far an origin's correction may wander from its usual one before a person must look. */
export const CLOCK_DEVIATION_LIMIT: Micros = MICROS_PER_HOUR;

/**
 * Gives a change its version.
 *
 * - The future is not believed: no change is newer than the record that brought it.
 * - One origin's changes of one account keep their order, whatever its clock does.
 * - A clock that jumped is not believed silently: the change is held for an operator.
 */
export function decideStamp(claim: ClaimedStamp, history: OriginHistory): StampDecision {
  const { previous, usualClockOffset } = history;
  if (previous !== undefined && claim.sequence <= previous.sequence) {
    return { kind: 'outdated', recordedSequence: previous.sequence };
  }
  const believed = Math.min(claim.claimedAt, claim.appendedAt);
  const time = previous === undefined ? believed : Math.max(believed, previous.time + 1);
  const version = { time, origin: claim.origin, sequence: claim.sequence };
  const deviation = usualClockOffset === undefined ? 0 : Math.abs(claim.clockOffset - usualClockOffset);
  return deviation > CLOCK_DEVIATION_LIMIT ? { kind: 'held', deviation, version } : { kind: 'stamped', version };
}
