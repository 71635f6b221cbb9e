const MICROS_PER_MILLISECOND = 1_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => `${value}`.padStart(2, '0');

/** Date and time of day at this place. @param micros since 1970 */
export function formatMoment(micros: number): string {
  const date = new Date(micros / MICROS_PER_MILLISECOND);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockOf(date)}`;
}

/** Time of day with milliseconds, for steps that lie close together. */
export function formatClock(micros: number): string {
  const date = new Date(micros / MICROS_PER_MILLISECOND);
  return `${clockOf(date)}.${`${date.getMilliseconds()}`.padStart(3, '0')}`;
}

function clockOf(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A length of time as people say it. @param milliseconds */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < MINUTE) return `${(length / SECOND).toFixed(1)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} days`;
}

/** Between two moments in microseconds. */
export function durationBetween(from: number, to: number): string {
  return formatDuration((to - from) / MICROS_PER_MILLISECOND);
}
