import { readFile } from 'node:fs/promises';

import { AdapterError } from './adapter-error.ts';

/** The certificates (PEM) that a target's certificate must lead to. Rejects with `TARGET_MISCONFIGURED` where the file cannot be read. */
export async function loadCaFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AdapterError(
      'TARGET_MISCONFIGURED',
      `The CA file ${path} cannot be read. Correct its path or its rights.`,
      {
        cause,
      },
    );
  }
}
