import { AdapterError } from '@entsync/adapter-sdk';

import { liesBelow } from './lies-below.ts';

/** Throws for an account that the settings do not give to this adapter, whatever its service login might be able to do there. */
export function checkAccountBelow(baseDn: string, account: string): void {
  if (liesBelow(baseDn, account)) return;
  throw new AdapterError(
    'ACCOUNT_NOT_FOUND',
    'This account does not lie below the base of this adapter. Correct the mapping, or the base in the settings.',
  );
}
