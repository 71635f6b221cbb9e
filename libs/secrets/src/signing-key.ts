import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';

import { Secret } from '@entsync/domain';

/** What comes before the 32 raw bytes of an Ed25519 key in DER (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** Checks signatures of one principal (Ed25519). */
export interface VerifyingKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

export interface SigningKey extends VerifyingKey {
  /** 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
  /** The 32-byte seed, for keeping in a wrapped or 0600 form. */
  export(): Secret;
}

export function generateSigningKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync('ed25519').privateKey);
}

/** @param seed 32 bytes; throws for anything else */
export function importSigningKey(seed: Secret): SigningKey {
  checkLength('signing', seed);
  return signingKeyOf(
    seed.open((bytes) => createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, bytes]), format: 'der', type: 'pkcs8' })),
  );
}

/** @param publicKey 32 bytes; throws for anything else */
export function importVerifyingKey(publicKey: Uint8Array): VerifyingKey {
  checkLength('verifying', publicKey);
  const handle = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return verifyingKeyOf(handle, publicKey);
}

/** OpenSSL does not mind what follows a key. */
function checkLength(what: string, key: { readonly byteLength: number }): void {
  if (key.byteLength !== KEY_BYTES)
    throw new RangeError(`A ${what} key has ${KEY_BYTES} bytes, not ${key.byteLength}.`);
}

function verifyingKeyOf(handle: KeyObject, publicKey: Uint8Array): VerifyingKey {
  return { publicKey, verify: (message, signature) => verify(null, message, handle, signature) };
}

function signingKeyOf(handle: KeyObject): SigningKey {
  const publicHandle = createPublicKey(handle);
  const publicKey = publicHandle.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
  return {
    ...verifyingKeyOf(publicHandle, new Uint8Array(publicKey)),
    sign: (message) => sign(null, message, handle),
    export: () =>
      new Secret(new Uint8Array(handle.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length))),
  };
}
