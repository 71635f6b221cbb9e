import { randomBytes, randomUUID } from 'node:crypto';

import { Secret } from '@entsync/domain';

/** A random UUID (version 4), lower-case. */
export function newId(): string {
  return randomUUID();
}

const KEY_BYTES = 32;

/** 256 random bits. */
export function generateKey(): Secret {
  return new Secret(new Uint8Array(randomBytes(KEY_BYTES)));
}

/** 192 random bits as text that is safe in files, headers and connection settings. */
export function generateToken(): string {
  return randomBytes(24).toString('base64url');
}
