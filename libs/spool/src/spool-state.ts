import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a spool remembers of itself. */
export interface SpoolState {
  readonly origin: string;
  readonly openings: number;
  /** Of the writer that opened it last; a writer in another language may not tell. */
  readonly maxRecords?: number;
}

export const STATE_FILE = 'spool.json';

/** `undefined` where nobody has opened the spool yet. */
export async function loadSpoolState(directory: string): Promise<SpoolState | undefined> {
  try {
    return JSON.parse(await readFile(path.join(directory, STATE_FILE), 'utf8')) as SpoolState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
