import { MICROS_PER_MILLISECOND, MICROS_PER_MINUTE, type Micros } from '../version.ts';

const FIRST_DELAY = 500 * MICROS_PER_MILLISECOND;
const LONGEST_DELAY = 5 * MICROS_PER_MINUTE;

/**
 * How long to wait before the next attempt: doubles from half a second to five minutes, with full jitter on the upper half so that
 * lanes that failed together do not come back together.
 *
 * @param attempts how often the delivery has left, 1 or more
 * @param random from 0 (included) to 1 (excluded)
 */
export function backOff(attempts: number, random: number): Micros {
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
  return Math.round(delay / 2 + (delay / 2) * random);
}
