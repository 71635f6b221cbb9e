import { encodingsOf } from './encodings.ts';
import { COUNTED, type Counted, type Finding, type Place } from './findings.ts';
import { PatternSearch } from './pattern-search.ts';

/** Fewer characters are found by chance, and are seen in half an encoding. */
const FEWEST_CHARACTERS = 8;

interface Encoded {
  readonly encoding: string;
  readonly canary: number;
}

/** Where the bytes that are looked at come from. */
export interface Source {
  readonly place: Place;
  readonly where: string;
}

/** Looks for known passwords in all their encodings, and counts what it looked at. */
export class CanarySearch {
  readonly counts: Record<Counted, number>;
  readonly #canaries: readonly string[];
  readonly #patterns: PatternSearch<Encoded>;
  readonly #findings = new Map<string, Finding>();

  constructor(canaries: readonly string[]) {
    const isTooShort = canaries.some((canary) => canary.length < FEWEST_CHARACTERS);
    if (canaries.length === 0 || isTooShort) {
      throw new RangeError(`Give passwords to look for, each of ${FEWEST_CHARACTERS} characters or more.`);
    }
    this.#canaries = canaries;
    this.#patterns = new PatternSearch(
      canaries.flatMap((canary, index) =>
        encodingsOf(canary).map(({ encoding, bytes }) => ({ name: { encoding, canary: index + 1 }, bytes })),
      ),
    );
    this.counts = Object.fromEntries(COUNTED.map((each) => [each, 0])) as Record<Counted, number>;
  }

  /** How many bytes at the end of one piece have to be seen again at the beginning of the next. */
  get overlap(): number {
    return this.#patterns.longest - 1;
  }

  get found(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  count(what: Counted, amount = 1): void {
    this.counts[what] += amount;
  }

  /** @param offset of the bytes in what they are a piece of */
  lookAt(source: Source, bytes: Uint8Array, offset = 0): void {
    this.counts.bytes += bytes.length;
    this.#patterns.find(bytes, (name, at) => this.#record(source, name, offset + at));
  }

  /** Looks at a name as well; what is reported of it never shows the password. */
  lookAtText(source: Source, text: string): void {
    // Most cells of a database are shorter than any password in any encoding.
    if (text.length * 3 >= this.#patterns.shortest) this.lookAt(source, Buffer.from(text));
  }

  #record({ place, where }: Source, { encoding, canary }: Encoded, at: number): void {
    const shown = this.#conceal(where);
    const key = [place, shown, encoding, canary].join('\0');
    if (!this.#findings.has(key)) this.#findings.set(key, { place, where: shown, encoding, canary, at });
  }

  #conceal(text: string): string {
    return this.#canaries.reduce((shown, canary, index) => shown.replaceAll(canary, `[password ${index + 1}]`), text);
  }
}
