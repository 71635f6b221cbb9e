import { canonicalAccount, parseWindowsAccount, WINDOWS, windowsAccount, type AccountRef } from '@entsync/domain';
import { PublicError } from '@entsync/service';

import type { Directory } from '../directory/load-directory.ts';
import type { Concerned } from '../ledger/work-runner.ts';

/** What an operator may write for an account: `DOMAIN\user`, or `adapter/account`. Throws {@link PublicError}. */
export function findAccount(written: string, directory: Directory): AccountRef {
  const windows = parseWindowsAccount(written);
  if (windows !== undefined) return { system: WINDOWS, account: windowsAccount(windows.domain, windows.user) };
  const slash = written.indexOf('/');
  const adapter = slash < 0 ? undefined : directory.adaptersByName.get(written.slice(0, slash).toLowerCase());
  if (adapter === undefined) {
    throw new PublicError(
      400,
      'ENTSYNC_ACCOUNT',
      'Write a Windows account as DOMAIN\\user, or an external one as adapter/account.',
    );
  }
  return { system: adapter.name, account: canonicalAccount(adapter.accountForm, written.slice(slash + 1)) };
}

/** The people whom a transaction about this account concerns. */
export function concernedByAccount(ref: AccountRef, directory: Directory): Concerned {
  if (ref.system === WINDOWS) return { windowsAccounts: [ref.account], externalAccounts: [] };
  const adapter = directory.adaptersByName.get(ref.system.toLowerCase());
  return {
    windowsAccounts: [],
    externalAccounts: adapter === undefined ? [] : [{ adapterId: adapter.id, account: ref.account }],
  };
}
