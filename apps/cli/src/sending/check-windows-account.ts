import { parseWindowsAccount } from '@entsync/domain';

import { UsageError } from '../cli.errors.ts';

/** The domain of an account that is written `DOMAIN\user`. Throws {@link UsageError}. */
export function checkWindowsAccount(written: string): string {
  const parsed = parseWindowsAccount(written);
  if (parsed !== undefined) return parsed.domain;
  throw new UsageError(
    `${written} is no Windows account; write DOMAIN\\user, in quotes so that the shell keeps the backslash: entsync send 'CORP\\ann'`,
  );
}
