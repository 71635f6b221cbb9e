const FIRST = 200;
const LONGEST = 10_000;

/** A process that ran for so long has proved that it can, in milliseconds. */
export const STEADY_AFTER = 60_000;

/** How long to wait before a process is started again, in milliseconds. @param failures how often in a row it has ended early before */
export function restartDelay(failures: number): number {
  return Math.min(LONGEST, FIRST * 2 ** failures);
}
