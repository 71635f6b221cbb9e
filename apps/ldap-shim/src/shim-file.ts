import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface RunningShim {
  readonly pid: number;
  readonly socket: string;
}

/** Tells the adapter host where the shim of its spool listens. It stays behind when the shim is killed: then the host raises the alarm. */
export async function writeShimFile(spool: string, shim: RunningShim): Promise<void> {
  const file = fileIn(spool);
  await writeFile(`${file}.tmp`, `${JSON.stringify(shim)}\n`, { mode: 0o600 });
  await rename(`${file}.tmp`, file);
}

export async function removeShimFile(spool: string): Promise<void> {
  await rm(fileIn(spool), { force: true });
}

function fileIn(spool: string): string {
  return path.join(spool, 'shim.json');
}
