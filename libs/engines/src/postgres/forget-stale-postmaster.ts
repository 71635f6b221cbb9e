import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readCommandLine } from '../process/read-command-line.ts';

/**
 * Removes the `postmaster.pid` that a killed server left, when its pid belongs to another program by now: PostgreSQL would take
 * that program for itself and refuse to start. In every other case PostgreSQL decides rightly on its own.
 */
export async function forgetStalePostmaster(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const commandLine = await readCommandLine(Number.parseInt(text, 10));
  if (commandLine !== undefined && !commandLine.includes(dataDir)) await rm(lockFile, { force: true });
}
