import { generateToken } from '@entsync/secrets';

/** What a system may escape, or write differently in base64 and base64url, in each alignment. */
const AWKWARD = `"\\ +%'&<?>~?>~?>~`;

/**
 * A password that is nowhere else: one that is written down in a test would be found where its source is kept, and an older one where
 * another test has left it.
 */
export function freshCanary(script: 'ASCII' | 'non-ASCII'): string {
  const own = generateToken().slice(0, 12);
  return script === 'ASCII' ? `Tweety${AWKWARD}${own}` : `Größe-ç€ß🐤ÿ${AWKWARD}${own}`;
}
