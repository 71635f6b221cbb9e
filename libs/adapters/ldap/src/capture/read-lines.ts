import { decodeBase64 } from './decode-base64.ts';
import { SockRequestError } from './sock-request.ts';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;

/** `name: value` or, for base64, `name:: value`. */
export interface SockLine {
  readonly name: string;
  /** Undefined for a line without a colon. Overwritten when the request has been parsed: copy what is kept. */
  readonly value: Uint8Array | undefined;
}

/** The lines of one request, one after the other. They hold passwords: wipe them when done. */
export class SockLines {
  readonly #lines: readonly Uint8Array[];
  readonly #decoded: Uint8Array[] = [];
  #taken = 0;

  constructor(request: Uint8Array) {
    this.#lines = splitLines(request);
  }

  get isAtEnd(): boolean {
    return this.#taken >= this.#lines.length;
  }

  /** Throws at the end. */
  take(): SockLine {
    const line = this.#lines[this.#taken] ?? this.fail('another line');
    this.#taken += 1;
    const name = nameOf(line) ?? this.fail('begun by a name');
    return { name, value: this.#valueOf(line) };
  }

  /** The value of the next line, if that has this name. */
  takeIf(name: string): Uint8Array | undefined {
    const line = this.#lines[this.#taken];
    return line !== undefined && nameOf(line) === name ? this.take().value : undefined;
  }

  /** Throws unless the next line has this name and text in UTF-8. */
  takeText(name: string): string {
    const value = this.takeIf(name);
    if (value === undefined) {
      this.#taken += 1;
      return this.fail(`"${name}:" and a value`);
    }
    return decodeText(value) ?? this.fail('UTF-8 text');
  }

  takeNumber(name: string): number {
    const text = this.takeText(name);
    return /^-?\d{1,15}$/.test(text) ? Number(text) : this.fail('a number');
  }

  wipe(): void {
    for (const bytes of [...this.#lines, ...this.#decoded]) bytes.fill(0);
  }

  /** About the line that was taken last. */
  fail(expected: string): never {
    throw new SockRequestError(this.#taken, expected);
  }

  #valueOf(line: Uint8Array): Uint8Array | undefined {
    const colon = line.indexOf(COLON);
    if (colon === -1) return undefined;
    const isBase64 = line[colon + 1] === COLON;
    const start = isBase64 ? colon + 2 : colon + 1;
    const value = line.subarray(line[start] === SPACE ? start + 1 : start);
    if (!isBase64) return value;
    const decoded = decodeBase64(value) ?? this.fail('base64');
    this.#decoded.push(decoded);
    return decoded;
  }
}

/** Up to the empty line, and unfolded: a line that begins with a space goes on the one before (RFC 2849). Each is a copy. */
function splitLines(request: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (;;) {
    const end = request.indexOf(LINE_FEED, start);
    if (end === -1) throw new SockRequestError(lines.length + 1, 'ended by a line break');
    if (end === start) return lines;
    const isFolded = lines.length > 0 && request[start] === SPACE;
    const before = isFolded ? lines.pop() : undefined;
    lines.push(joined(before, request.subarray(isFolded ? start + 1 : start, end)));
    start = end + 1;
  }
}

function joined(before: Uint8Array | undefined, more: Uint8Array): Uint8Array {
  if (before === undefined) return new Uint8Array(more);
  const both = new Uint8Array(before.length + more.length);
  both.set(before);
  both.set(more, before.length);
  before.fill(0);
  return both;
}

/** Of an attribute, a field or an operation. */
function nameOf(line: Uint8Array): string | undefined {
  const colon = line.indexOf(COLON);
  const name = new TextDecoder('latin1').decode(colon === -1 ? line : line.subarray(0, colon));
  return /^[\w.;-]+$/.test(name) ? name : undefined;
}

export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
