import type { BrokenAdapter } from './broken-adapter.ts';
import { CHANGING_PASSWORDS } from './changing-passwords.ts';
import { CONFUSING_CODES, TELLING_SECRETS } from './failing-wrongly.ts';
import { MISBEHAVING } from './misbehaving.ts';

/** Each right but for one flaw. */
export const BROKEN_ADAPTERS: readonly BrokenAdapter[] = [
  ...MISBEHAVING,
  ...CHANGING_PASSWORDS,
  ...CONFUSING_CODES,
  ...TELLING_SECRETS,
];
