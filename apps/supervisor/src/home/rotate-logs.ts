import { copyFile, readdir, rename, stat, truncate } from 'node:fs/promises';
import path from 'node:path';

const LARGEST_BYTES = 10 * 1024 * 1024;
const KEPT = 4;

/**
 * Keeps each log below a size: what is there becomes `name.log.1`, and so on up to 4. The file itself is copied and cut, because the
 * process that writes it keeps it open; what it writes in that moment may be lost from the log.
 */
export async function rotateLogs(folder: string, largest = LARGEST_BYTES): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.log')) await rotate(path.join(folder, name), largest);
  }
}

async function rotate(file: string, largest: number): Promise<void> {
  if ((await stat(file)).size < largest) return;
  for (let number = KEPT - 1; number >= 1; number -= 1) {
    await rename(`${file}.${number}`, `${file}.${number + 1}`).catch(ignoreMissing);
  }
  await copyFile(file, `${file}.1`);
  await truncate(file, 0);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
