const CONCEALED = '[secret]';

/**
 * Bytes that must not be read by accident: a password, a key.
 *
 * Prints as `[secret]` in every form (string, JSON, template, inspect); opens only inside a callback; is wiped when done with.
 * The bytes given to the constructor become the secret's own: do not keep another reference to them.
 */
export class Secret {
  #bytes: Uint8Array | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** For a text that already is a string, such as one typed at a prompt. The string itself cannot be wiped: prefer bytes. */
  static ofText(text: string): Secret {
    return new Secret(new TextEncoder().encode(text));
  }

  /** Lends the bytes to `use`. They must not be kept after it returns. Throws once the secret is wiped. */
  open<T>(use: (bytes: Uint8Array) => T): T {
    if (this.#bytes === undefined) throw new SecretWipedError();
    return use(this.#bytes);
  }

  /** In bytes; 0 once wiped. */
  get byteLength(): number {
    return this.#bytes?.byteLength ?? 0;
  }

  /** A copy with a life of its own. */
  copy(): Secret {
    // Not slice(): of a Buffer that is a view of the same memory.
    return this.open((bytes) => new Secret(new Uint8Array(bytes)));
  }

  /** Overwrites the bytes. May be called more than once. */
  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  toString(): string {
    return CONCEALED;
  }

  toJSON(): string {
    return CONCEALED;
  }

  [Symbol.toPrimitive](): string {
    return CONCEALED;
  }

  /** What Node prints for `console.log` and in assertion messages. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return CONCEALED;
  }
}

/** A secret was opened after it had been wiped: a mistake in the program, never in its input. */
export class SecretWipedError extends Error {
  readonly code = 'ENTSYNC_SECRET_WIPED';

  constructor() {
    super('This secret has been wiped already; open it before wipe(), or keep a copy().');
    this.name = 'SecretWipedError';
  }
}
