import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a token that somebody else holds. SHA-256, base64: a token has 192 random bits, so that is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

/** Compares in constant time. */
export function sameToken(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}

/** Recognises the same content again without keeping it. */
export function contentDigest(...fields: readonly string[]): string {
  const hash = createHash('sha256');
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:`).update(field);
  return hash.digest('base64');
}
