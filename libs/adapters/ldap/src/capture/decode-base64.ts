const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

const VALUES: ReadonlyMap<number, number> = new Map(Array.from(ALPHABET, (letter, value) => [letter, value]));

/** From bytes to bytes: a string in between could not be wiped. Undefined for anything but padded base64 (RFC 4648, section 4). */
export function decodeBase64(encoded: Uint8Array): Uint8Array | undefined {
  if (encoded.length % 4 !== 0) return undefined;
  const letters = encoded.subarray(0, encoded.length - paddingOf(encoded));
  const decoded = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let bits = 0;
  for (const [index, letter] of letters.entries()) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xff_ffff;
    // Of each four letters, the second, third and fourth complete a byte.
    const position = index % 4;
    if (position > 0) decoded[Math.floor(index / 4) * 3 + position - 1] = bits >> (6 - position * 2);
  }
  return decoded;
}

function paddingOf(encoded: Uint8Array): number {
  if (encoded.at(-1) !== PADDING) return 0;
  return encoded.at(-2) === PADDING ? 2 : 1;
}
