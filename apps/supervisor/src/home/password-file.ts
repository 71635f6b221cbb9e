import { readFile } from 'node:fs/promises';

import { replaceFile } from '@entsync/engines';
import { generateToken } from '@entsync/secrets';

/** The password or token in a file of mode 0600; a random one is made where there is none. */
export async function ensurePasswordFile(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known !== undefined) return known.trim();
  const password = generateToken();
  await replaceFile(file, `${password}\n`);
  return password;
}
