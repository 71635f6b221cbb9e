const LONGEST_SHIFT = 255;

interface Pattern<Name> {
  readonly name: Name;
  readonly bytes: Buffer;
}

/**
 * Finds many byte patterns in one pass (Wu and Manber, 1994): the last two bytes of a window as wide as the shortest pattern tell how far
 * the window may move without missing one. More patterns hardly cost more time, where a search for each of them would.
 */
export class PatternSearch<Name> {
  /** In bytes. */
  readonly shortest: number;
  readonly longest: number;
  readonly #shifts: Uint8Array;
  readonly #atPair = new Map<number, Pattern<Name>[]>();

  constructor(patterns: readonly Pattern<Name>[]) {
    const lengths = patterns.map(({ bytes }) => bytes.length);
    this.shortest = Math.min(...lengths);
    this.longest = Math.max(...lengths);
    this.#shifts = new Uint8Array(0x1_00_00).fill(Math.min(this.shortest - 1, LONGEST_SHIFT));
    for (const pattern of patterns) this.#add(pattern);
  }

  /** Calls back for each place at which a pattern begins. */
  find(bytes: Uint8Array, found: (name: Name, at: number) => void): void {
    const { shortest } = this;
    let end = shortest - 1;
    while (end < bytes.length) {
      const pair = pairAt(bytes, end);
      const shift = this.#shifts[pair]!;
      if (shift === 0) {
        const at = end - shortest + 1;
        for (const pattern of this.#atPair.get(pair)!) if (liesAt(pattern.bytes, bytes, at)) found(pattern.name, at);
      }
      end += shift === 0 ? 1 : shift;
    }
  }

  #add(pattern: Pattern<Name>): void {
    const last = this.shortest - 1;
    for (let end = 1; end <= last; end += 1) {
      const pair = pairAt(pattern.bytes, end);
      this.#shifts[pair] = Math.min(this.#shifts[pair]!, last - end);
    }
    const pair = pairAt(pattern.bytes, last);
    this.#atPair.set(pair, [...(this.#atPair.get(pair) ?? []), pattern]);
  }
}

function pairAt(bytes: Uint8Array, end: number): number {
  return (bytes[end - 1]! << 8) | bytes[end]!;
}

function liesAt(pattern: Buffer, bytes: Uint8Array, at: number): boolean {
  const end = at + pattern.length;
  return end <= bytes.length && pattern.compare(bytes, at, end) === 0;
}
