import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  decapsulate,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

import { CipherSuite, type AEAD, type KDF, type KEM, type Key, type KeyPair } from 'hpke';

/** A key as `hpke` handles it, around Node's own. */
export interface NativeKey extends Key {
  readonly handle: KeyObject;
}

const HASH_BYTES = 32;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** What comes before the 32 raw bytes of an X25519 key in DER (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const wrap = (handle: KeyObject, extractable: boolean): NativeKey => ({
  algorithm: { name: 'X25519' },
  extractable,
  type: handle.type === 'private' ? 'private' : 'public',
  handle,
});

const rawOf = (key: NativeKey): Uint8Array =>
  new Uint8Array(
    key.type === 'private'
      ? key.handle.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length)
      : key.handle.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
  );

const importPrivate = (raw: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, raw]), format: 'der', type: 'pkcs8' });

const importPublic = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });

/** DHKEM(X25519, HKDF-SHA256) by OpenSSL, which implements RFC 9180's encapsulation itself. */
function nativeKem(): KEM<NativeKey> {
  return {
    id: 0x0020,
    type: 'KEM',
    name: 'DHKEM(X25519, HKDF-SHA256)',
    Nsecret: 32,
    Nenc: 32,
    Npk: 32,
    Nsk: 32,
    DeriveKeyPair: () => Promise.reject(new Error('Deterministic key pairs are not used here.')),
    GenerateKeyPair(extractable): Promise<KeyPair<NativeKey>> {
      const { privateKey, publicKey } = generateKeyPairSync('x25519');
      return Promise.resolve({ privateKey: wrap(privateKey, extractable), publicKey: wrap(publicKey, true) });
    },
    SerializePublicKey: (key) => Promise.resolve(rawOf(key)),
    SerializePrivateKey: (key) => Promise.resolve(rawOf(key)),
    DeserializePublicKey: (raw) => Promise.resolve(wrap(importPublic(raw), true)),
    DeserializePrivateKey: (raw, extractable) => Promise.resolve(wrap(importPrivate(raw), extractable)),
    Encap(recipient) {
      const { sharedKey, ciphertext } = encapsulate(recipient.handle);
      return Promise.resolve({ shared_secret: new Uint8Array(sharedKey), enc: new Uint8Array(ciphertext) });
    },
    Decap: (enc, recipient) => Promise.resolve(new Uint8Array(decapsulate(recipient.handle, enc))),
  };
}

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => {
  const mac = createHmac('sha256', createSecretKey(key));
  for (const part of parts) mac.update(part);
  return new Uint8Array(mac.digest());
};

/** HKDF-SHA256 (RFC 5869). */
function nativeKdf(): KDF {
  return {
    id: 0x0001,
    type: 'KDF',
    name: 'HKDF-SHA256',
    Nh: HASH_BYTES,
    stages: 2,
    Extract: (salt, ikm) => Promise.resolve(hmac(salt.byteLength === 0 ? new Uint8Array(HASH_BYTES) : salt, ikm)),
    Expand(prk, info, length) {
      const output = new Uint8Array(length);
      let block: Uint8Array = new Uint8Array(0);
      for (let index = 1, filled = 0; filled < length; index += 1, filled += HASH_BYTES) {
        block = hmac(prk, block, info, Uint8Array.of(index));
        output.set(block.subarray(0, Math.min(HASH_BYTES, length - filled)), filled);
      }
      return Promise.resolve(output);
    },
    Derive: () => Promise.reject(new Error('HKDF has two stages.')),
  };
}

function nativeAead(): AEAD {
  return {
    id: 0x0002,
    type: 'AEAD',
    name: 'AES-256-GCM',
    Nk: KEY_BYTES,
    Nn: 12,
    Nt: TAG_BYTES,
    Seal(key, nonce, aad, plaintext) {
      const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(aad);
      return Promise.resolve(
        new Uint8Array(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])),
      );
    },
    Open(key, nonce, aad, sealed) {
      const split = sealed.byteLength - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: TAG_BYTES })
        .setAAD(aad)
        .setAuthTag(sealed.subarray(split));
      const body = decipher.update(sealed.subarray(0, split));
      return Promise.resolve(new Uint8Array(Buffer.concat([body, decipher.final()])));
    },
  };
}

/**
 * HPKE (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The protocol is `hpke`'s; the primitives are Node's native
 * ones, which are several times faster than WebCrypto at this size and read what it writes.
 */
export const nativeHpkeSuite = new CipherSuite<NativeKey>(nativeKem, nativeKdf, nativeAead);
