import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Makes a new file. Resolves to what takes it away again. */
export async function plantFile(file: string, bytes: Buffer): Promise<() => Promise<void>> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: 'wx' });
  return () => rm(file);
}
