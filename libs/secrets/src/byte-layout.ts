import { CannotOpenError } from './secrets.errors.ts';

/**
 * Bytes with their lengths before them, so that no two lists of fields have the same encoding. Lengths are unsigned 32-bit, big-endian.
 */
export function lengthPrefixed(...fields: readonly (Uint8Array | string)[]): Buffer {
  const parts = fields.flatMap((field) => {
    const bytes = typeof field === 'string' ? Buffer.from(field) : field;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

/** Writes little-endian numbers and 16-bit length-prefixed fields one after the other, into zeroed room of a padded size. */
export class PaddedWriter {
  readonly #bytes: Buffer;
  #at = 0;

  /** @param size bytes that will be written; @param block the result is a multiple of it, so that lengths tell little */
  constructor(size: number, block: number) {
    this.#bytes = Buffer.alloc(Math.ceil(size / block) * block);
  }

  byte(value: number): this {
    this.#at = this.#bytes.writeUInt8(value, this.#at);
    return this;
  }

  uint64(value: number): this {
    this.#at = this.#bytes.writeBigUInt64LE(BigInt(value), this.#at);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.byteLength;
    return this;
  }

  field(bytes: Uint8Array): this {
    this.#at = this.#bytes.writeUInt16LE(bytes.byteLength, this.#at);
    return this.raw(bytes);
  }

  /** The written bytes. They may hold a secret: the caller wipes them. */
  finish(): Buffer {
    return this.#bytes;
  }
}

/** Reads what a {@link PaddedWriter} wrote. Throws {@link CannotOpenError} where there is not enough. */
export class LayoutReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.raw(1).readUInt8();
  }

  uint64(): number {
    return Number(this.raw(8).readBigUInt64LE());
  }

  field(): Buffer {
    return this.raw(this.raw(2).readUInt16LE());
  }

  text(): string {
    return this.field().toString('utf8');
  }

  raw(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.byteLength)
      throw new CannotOpenError('malformed', 'What was sealed is shorter than its layout says.');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
