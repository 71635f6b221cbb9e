import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

import { Secret } from '@entsync/domain';

import { CannotOpenError } from './secrets.errors.ts';

const LAYOUT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 5;

/** A key that rows are encrypted under. */
export interface DataKey {
  /** Rises with every new data key. */
  readonly id: number;
  readonly key: Secret;
}

/**
 * Encrypts what lies in the database (AES-256-GCM). The row's identity is authenticated with it: a value that is copied into another
 * row does not open there.
 *
 * Layout: 1, data key id (4 bytes, big-endian), nonce (12), ciphertext, tag (16).
 */
export class AtRestCipher {
  readonly #keys: ReadonlyMap<number, Secret>;
  readonly #current: DataKey;

  /** @param keys all that something may still be encrypted under; the one with the highest id encrypts */
  constructor(keys: readonly DataKey[]) {
    const current = keys.toSorted((a, b) => a.id - b.id).at(-1);
    if (current === undefined) throw new RangeError('There must be at least one data key.');
    this.#current = current;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** @param identity what row and column it belongs to, such as `deliveries/4711/wanted` */
  encrypt(identity: string, secret: Secret): Buffer {
    const { id, key } = this.#current;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(LAYOUT);
    header.writeUInt32BE(id, 1);
    const nonce = randomBytes(NONCE_BYTES);
    return key.open((keyBytes) => {
      const cipher = createCipheriv('aes-256-gcm', createSecretKey(keyBytes), nonce).setAAD(
        Buffer.concat([header, Buffer.from(identity)]),
      );
      const body = secret.open((bytes) => cipher.update(bytes));
      return Buffer.concat([header, nonce, body, cipher.final(), cipher.getAuthTag()]);
    });
  }

  /** Throws {@link CannotOpenError}. */
  decrypt(identity: string, encrypted: Uint8Array): Secret {
    const bytes = Buffer.from(encrypted.buffer, encrypted.byteOffset, encrypted.byteLength);
    const isTooShort = bytes.byteLength < HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
    if (isTooShort || bytes.readUInt8() !== LAYOUT) {
      throw new CannotOpenError('malformed', 'A stored value is not in a known layout.');
    }
    const id = bytes.readUInt32BE(1);
    const key = this.#keys.get(id);
    if (key === undefined)
      throw new CannotOpenError('unknown-key', `A stored value needs data key ${id}, which is not held here.`);
    const header = bytes.subarray(0, HEADER_BYTES);
    const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    const body = bytes.subarray(HEADER_BYTES + NONCE_BYTES, bytes.byteLength - TAG_BYTES);
    try {
      return key.open((keyBytes) => {
        const decipher = createDecipheriv('aes-256-gcm', createSecretKey(keyBytes), nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.concat([header, Buffer.from(identity)]))
          .setAuthTag(bytes.subarray(bytes.byteLength - TAG_BYTES));
        return new Secret(new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()])));
      });
    } catch (cause) {
      throw new CannotOpenError('not-authentic', 'A stored value was changed, or belongs to another row.', cause);
    }
  }
}
