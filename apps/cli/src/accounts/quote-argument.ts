import { printable } from '../terminal/printable.ts';

/** As it can be typed into a shell. */
export function quoteArgument(argument: string): string {
  const safe = printable(argument);
  return /^[\w./:@%+=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
