import { open, rename, rm } from 'node:fs/promises';

import type { Account } from '../process/account.ts';

/**
 * Writes a file of mode 0600 in one piece: readers see the old text or the new one. Follows no link, so that the owner of the
 * folder cannot lead us astray when we are root.
 */
export async function replaceFile(path: string, text: string, account?: Account): Promise<void> {
  await createPrivateFile(`${path}.new`, text, account);
  await rename(`${path}.new`, path);
}

/** Writes a new file of mode 0600, in place of one that a crash left behind. */
export async function createPrivateFile(path: string, text: string, account?: Account): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (account !== undefined) await file.chown(account.uid, account.gid);
  } finally {
    await file.close();
  }
}
