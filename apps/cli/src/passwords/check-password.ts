import { isUtf8 } from 'node:buffer';

import type { Secret } from '@entsync/domain';
import { MAX_PASSWORD_LENGTH } from '@entsync/entsso';

import { UsageError } from '../cli.errors.ts';

/** Throws {@link UsageError} for what nobody would take: so a mistake is told to whoever can repair it. */
export function checkPassword(password: Secret): void {
  if (password.byteLength === 0) throw new UsageError('The password is empty; nothing was sent.');
  password.open((bytes) => {
    if (!isUtf8(bytes)) throw new UsageError('The password is no text in UTF-8; nothing was sent.');
    const characters = Array.from(new TextDecoder().decode(bytes)).length;
    if (characters > MAX_PASSWORD_LENGTH) {
      throw new UsageError(
        `The password has ${characters} characters; at most ${MAX_PASSWORD_LENGTH} are synchronized. Nothing was sent.`,
      );
    }
  });
}
