import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '../version.ts';

/** Whether deliveries leave for one target at all. Values are never changed in place. */
export interface Breaker {
  readonly state: 'closed' | 'open' | 'probing';
  /** Failures in a row that were the target's and not an account's. */
  readonly failures: number;
  /** Open until then; afterwards one delivery may leave as a probe. */
  readonly openUntil?: Micros;
}

export const CLOSED_BREAKER: Breaker = { state: 'closed', failures: 0 };

/** So many transient failures in a row, across accounts, mean that the target itself is down. */
const TRANSIENT_LIMIT = 20;
const FIRST_PAUSE = 5 * MICROS_PER_SECOND;
const LONGEST_PAUSE = 5 * MICROS_PER_MINUTE;

export type TargetSign = 'answers' | 'fails' | 'refuses-us';

/** What one outcome says about the target. Opens at once when the target refuses our login or our configuration. */
export function noteSign(breaker: Breaker, sign: TargetSign, now: Micros): Breaker {
  if (sign === 'answers') return CLOSED_BREAKER;
  // What was in flight when it opened says nothing new.
  if (breaker.state === 'open') return breaker;
  const failures = breaker.failures + 1;
  const mustOpen = sign === 'refuses-us' || failures >= TRANSIENT_LIMIT || breaker.state === 'probing';
  if (!mustOpen) return { ...breaker, failures };
  return { state: 'open', failures, openUntil: now + pauseAfter(failures, sign) };
}

function pauseAfter(failures: number, sign: TargetSign): Micros {
  const over = sign === 'refuses-us' ? failures - 1 : Math.max(0, failures - TRANSIENT_LIMIT);
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** over);
}

/** How many deliveries may leave now, given a free window. */
export function allowedThrough(breaker: Breaker, window: number, now: Micros): number {
  if (breaker.state === 'closed') return window;
  const isProbeDue = (breaker.openUntil ?? 0) <= now;
  return isProbeDue ? Math.min(1, window) : 0;
}

/** A delivery left while the breaker was not closed: it is the probe. Should nobody hear of it until then, another one may follow. */
export function startProbe(breaker: Breaker, until: Micros): Breaker {
  return breaker.state === 'closed' ? breaker : { ...breaker, state: 'probing', openUntil: until };
}
