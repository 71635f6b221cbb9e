import { chown, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Account } from '../process/account.ts';

/** Makes a folder of mode 0700, and those above it as usual. A folder that is there stays as it is. */
export async function makePrivateFolder(path: string, account?: Account): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined && account !== undefined) await chown(path, account.uid, account.gid);
}
