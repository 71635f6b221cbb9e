import { mkdir, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

import { SpoolFullError } from './spool.errors.ts';

const OWNER_ONLY = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;
/** How names end of files that are not durable yet. */
export const TEMPORARY = '.tmp';

export async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
}

/** Makes renames and removals in a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Durable when it resolves, and never half there: a temporary file, synced, renamed, and its directory synced. */
export async function writeDurably(directory: string, name: string, content: string): Promise<void> {
  const temporary = path.join(directory, name + TEMPORARY);
  try {
    const handle = await open(temporary, 'w', OWNER_ONLY);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path.join(directory, name));
    await syncDirectory(directory);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw isDiskFull(error) ? new SpoolFullError(directory, 'disk', error) : error;
  }
}

function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
