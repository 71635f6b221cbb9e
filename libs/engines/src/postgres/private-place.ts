import { chmod, lstat, mkdir, rename, rm, rmdir, symlink, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { EngineError } from '../engine-error.ts';
import { exists } from '../files/exists.ts';
import { makePrivateFolder } from '../files/make-private-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Account } from '../process/account.ts';

/** Where root keeps what its unprivileged account could not reach elsewhere. */
export const PRIVATE_ROOT = '/var/lib/entsync';

/** The folder in `PRIVATE_ROOT` that stands for a data folder: its last name, to be recognised, and a hash of the whole path. */
export function privatePlaceOf(dataDir: string): string {
  const readable = basename(dataDir).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return join(PRIVATE_ROOT, `${readable}-${fnv1a(dataDir)}`);
}

/**
 * Makes that folder, for nobody but `account`, and a link to it in place of the data folder. Resolves to where the data go.
 *
 * Who removes the link means the data: what an earlier link pointed to is set aside, and the link begins anew.
 */
export async function makePrivatePlace(dataDir: string, account: Account): Promise<string> {
  await makePrivateRoot();
  const place = privatePlaceOf(dataDir);
  const target = join(place, 'data');
  await makePrivateFolder(place, account);
  await replaceFile(join(place, 'belongs-to'), `${dataDir}\n`, account);
  if (await exists(target)) await setAside(target);
  await clearForLink(dataDir);
  await symlink(target, dataDir);
  return target;
}

async function setAside(target: string): Promise<void> {
  await rm(`${target}.abandoned`, { recursive: true, force: true });
  await rename(target, `${target}.abandoned`);
}

/** Removes a link that leads nowhere, or an empty folder; anything else is not ours. */
async function clearForLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() === true) return unlink(path);
  if (found === undefined) return;
  await rmdir(path).catch((cause: unknown) => {
    throw new EngineError('ENTSYNC_OPTION_INVALID', `${path} is in use for something else: give an empty folder.`, {
      cause,
    });
  });
}

export async function makePrivateRoot(): Promise<void> {
  await mkdir(PRIVATE_ROOT, { recursive: true });
  await chmod(PRIVATE_ROOT, 0o755);
}

const OFFSET_BASIS = 0xcbf2_9ce4_8422_2325n;
const PRIME = 0x100_0000_01b3n;

/** FNV-1a with 64 bits, as 16 hexadecimal digits. It has to tell a few folders apart, not to withstand anybody. */
export function fnv1a(text: string): string {
  const hash = new TextEncoder()
    .encode(text)
    .reduce((sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME), OFFSET_BASIS);
  return hash.toString(16).padStart(16, '0');
}
