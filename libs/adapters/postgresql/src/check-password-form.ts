import { AdapterError } from '@entsync/adapter-sdk';
import type { Secret } from '@entsync/domain';

/** Throws for a password that no client could log in with: PostgreSQL takes an empty one as none, and libpq ends a text at NUL. */
export function checkPasswordForm(password: Secret): void {
  if (password.byteLength === 0) {
    throw new AdapterError('PASSWORD_REFUSED', 'PostgreSQL has no empty passwords. Choose another one.');
  }
  if (password.open((bytes) => bytes.includes(0))) {
    throw new AdapterError(
      'PASSWORD_REFUSED',
      'A password for PostgreSQL cannot contain the character NUL. Choose another one.',
    );
  }
}
