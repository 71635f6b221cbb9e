import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A whole number from 1. Throws what commander tells the user. */
export function readCount(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

/** A length of time in milliseconds: `90s`, `10m`, `2h`, `1d`. Throws what commander tells the user. */
export function readDuration(written: string): number {
  const match = /^(\d+)([smhd])$/.exec(written);
  const unit = UNITS[match?.[2] ?? ''];
  if (match !== null && unit !== undefined) return Number(match[1]) * unit;
  throw new InvalidArgumentError('It must be a number with a unit: 90s, 10m, 2h, 1d.');
}

/** Gathers an option that may be given several times, or as a list with commas. */
export function gather(written: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...written.split(',').map((part) => part.trim())].filter((part) => part !== '');
}
