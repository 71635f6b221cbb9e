import { Secret } from '@entsync/domain';

import { UsageError } from '../cli.errors.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Exactly `count` lines of bytes, each without its line end and otherwise as it came. The given bytes are wiped.
 *
 * Throws {@link UsageError} when there are more or fewer: half a password is worse than none.
 */
export function splitLines(bytes: Uint8Array, count: number, from = 'Standard input'): Secret[] {
  const lines: Secret[] = [];
  let rest = bytes;
  // Nothing at all is one empty line; nothing behind the last line end is none.
  while (rest.byteLength > 0 || lines.length === 0) {
    const end = rest.indexOf(LINE_FEED);
    const line = end < 0 ? rest : withoutCarriageReturn(rest.subarray(0, end));
    lines.push(new Secret(new Uint8Array(line)));
    rest = end < 0 ? new Uint8Array(0) : rest.subarray(end + 1);
  }
  bytes.fill(0);
  if (lines.length === count) return lines;
  for (const line of lines) line.wipe();
  throw new UsageError(
    `${from} has ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}; ${count === 1 ? 'one password in one line is' : `${count} passwords in ${count} lines are`} wanted.`,
  );
}

function withoutCarriageReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
