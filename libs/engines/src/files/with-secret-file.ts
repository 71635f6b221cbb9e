import { rm } from 'node:fs/promises';

import type { Account } from '../process/account.ts';
import { createPrivateFile } from './replace-file.ts';

/** Lends `use` a file of mode 0600 with `text` in it. The file is gone afterwards. */
export async function withSecretFile<T>(
  secret: { readonly path: string; readonly text: string; readonly account?: Account | undefined },
  use: (path: string) => Promise<T>,
): Promise<T> {
  try {
    await createPrivateFile(secret.path, secret.text, secret.account);
    return await use(secret.path);
  } finally {
    await rm(secret.path, { force: true });
  }
}
