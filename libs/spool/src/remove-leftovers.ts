import { readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

import { TEMPORARY } from './durable-files.ts';
import { isHalfFile, isRecordFile } from './spool-record.ts';
import { STATE_FILE } from './spool-state.ts';

/**
 * Removes what a killed writer has left half written: nobody was told that it is there. Other processes write into the folder too, so only what
 * a writer makes is removed, and only what is older than this one.
 *
 * @param before milliseconds since 1970
 */
export async function removeLeftovers(directory: string, before: number): Promise<void> {
  for (const name of (await readdir(directory)).filter(isTemporary)) {
    const file = path.join(directory, name);
    if ((await stat(file)).mtimeMs < before) await unlink(file);
  }
}

function isTemporary(name: string): boolean {
  if (!name.endsWith(TEMPORARY)) return false;
  const final = name.slice(0, -TEMPORARY.length);
  return final === STATE_FILE || isRecordFile(final) || isHalfFile(final);
}
