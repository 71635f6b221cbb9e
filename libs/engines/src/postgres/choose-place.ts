import { mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Account } from '../process/account.ts';
import { runTool } from '../process/run-tool.ts';
import { findUnprivilegedAccount } from './find-unprivileged-account.ts';
import { makePrivatePlace } from './private-place.ts';

/** Where a cluster really lies, and whom its server runs as: `undefined` is ourselves. */
export interface Place {
  readonly dataDir: string;
  readonly account: Account | undefined;
}

/**
 * An ordinary user runs PostgreSQL itself, where it was asked for. For root:
 *
 * - a cluster that is there stays there, and its owner runs it;
 * - a new one lies where it was asked for, if the unprivileged account can get there;
 * - otherwise it lies in a private folder below /var/lib/entsync, with a link to it where it was asked for.
 */
export async function choosePlace(asked: string): Promise<Place> {
  if (process.getuid?.() !== 0) return { dataDir: asked, account: undefined };
  const owner = await ownerOfCluster(asked);
  if (owner !== undefined) return { dataDir: await realpath(asked), account: owner };
  const account = await findUnprivilegedAccount();
  await mkdir(dirname(asked), { recursive: true });
  const reachable = await canEnter(account, dirname(asked));
  return { dataDir: reachable ? asked : await makePrivatePlace(asked, account), account };
}

async function ownerOfCluster(dataDir: string): Promise<Account | undefined> {
  const version = await stat(join(dataDir, 'PG_VERSION')).catch(() => undefined);
  return version === undefined ? undefined : { uid: version.uid, gid: version.gid };
}

/** Asked of the system itself, as that account: modes of the folders above are not the whole truth. */
function canEnter(account: Account, folder: string): Promise<boolean> {
  return runTool('test', ['-x', folder], { account }).then(
    () => true,
    () => false,
  );
}
