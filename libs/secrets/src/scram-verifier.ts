import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import type { Secret } from '@entsync/domain';

import { preparePostgresqlPassword } from './prepare-postgresql-password.ts';

const deriveKey = promisify(pbkdf2);

const ITERATIONS = 4096;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * PostgreSQL's stored form of a password (RFC 5803 for SCRAM-SHA-256), so that neither the server nor its log ever sees the password.
 *
 * Whoever logs in with libpq and this password is let in: it is prepared as {@link preparePostgresqlPassword} tells. Plain ASCII; a new
 * salt each time.
 */
export async function scramSha256Verifier(password: Secret): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const salted = await password.open((bytes) => saltPassword(bytes, salt));
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  salted.fill(0);
  clientKey.fill(0);
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** Works on a copy: the caller may wipe the password while the derivation still runs on another thread. */
async function saltPassword(password: Uint8Array, salt: Uint8Array): Promise<Buffer> {
  const prepared = Buffer.from(preparePostgresqlPassword(password));
  try {
    return await deriveKey(prepared, salt, ITERATIONS, HASH_BYTES, 'sha256');
  } finally {
    prepared.fill(0);
  }
}
