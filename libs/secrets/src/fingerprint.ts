import { createHmac, createSecretKey } from 'node:crypto';

import type { AccountRef, Secret } from '@entsync/domain';

import { lengthPrefixed } from './byte-layout.ts';

/**
 * A keyed hash of a password at one account (HMAC-SHA256, base64): equal only where account and password are.
 *
 * L11: the key is a data key of its own, so that a new master secret does not turn echoes into news.
 */
export function fingerprintOf(key: Secret, { system, account }: AccountRef, password: Secret): string {
  return key.open((keyBytes) =>
    password.open((bytes) =>
      createHmac('sha256', createSecretKey(keyBytes))
        .update(lengthPrefixed('entsync fingerprint v1', system, account))
        .update(bytes)
        .digest('base64'),
    ),
  );
}
