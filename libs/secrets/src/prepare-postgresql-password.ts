import { DROPPED, LEFT_TO_RIGHT, REFUSED, RIGHT_TO_LEFT, SPACES } from './stringprep-tables.ts';

const isSpace = oneOf(SPACES);
const isDropped = oneOf(DROPPED);
const isRefused = oneOf(REFUSED);
const isRightToLeft = oneOf(RIGHT_TO_LEFT);
const isLeftToRight = oneOf(LEFT_TO_RIGHT);

/**
 * The bytes that PostgreSQL's server and libpq derive keys from: the password prepared with SASLprep (RFC 4013), or the password as it is
 * where SASLprep refuses it or it is no UTF-8.
 *
 * The rules are PostgreSQL's, not quite the RFC's: characters are judged before they are normalized, and plain ASCII is not judged at all.
 * A general SASLprep library gives other bytes for such as U+1F130, and its users could not log in.
 *
 * The result may be the array that was given, and must not outlive it.
 */
export function preparePostgresqlPassword(password: Uint8Array): Uint8Array {
  if (password.every((byte) => byte < 0x80)) return password;
  const text = decodeUtf8(password);
  if (text === undefined) return password;
  const mapped = Array.from(text)
    .filter((character) => !isDropped(character))
    .map((it) => (isSpace(it) ? ' ' : it));
  if (mapped.length === 0 || mapped.some(isRefused) || mixesDirections(mapped)) return password;
  return new TextEncoder().encode(mapped.join('').normalize('NFKC'));
}

/** RFC 3454, section 6: with one character from right to left, none may go the other way, and the first and the last go this way. */
function mixesDirections(characters: readonly string[]): boolean {
  if (!characters.some(isRightToLeft)) return false;
  const [first = '', last = ''] = [characters.at(0), characters.at(-1)];
  return characters.some(isLeftToRight) || !isRightToLeft(first) || !isRightToLeft(last);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function oneOf(ranges: string): (character: string) => boolean {
  const classes = ranges
    .trim()
    .split(/\s+/)
    .map((range) => range.replaceAll(/[0-9a-f]+/g, (code) => `\\u{${code}}`));
  const pattern = new RegExp(`^[${classes.join('')}]$`, 'u');
  return (character) => pattern.test(character);
}
