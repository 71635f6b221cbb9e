import { existsSync } from 'node:fs';

import type { DataSource } from 'typeorm';

/** The database holds what only the master secret opens, and the master secret is gone. */
class MasterSecretMissingError extends Error {
  readonly code = 'ENTSYNC_MASTER_SECRET_MISSING';

  constructor(readonly file: string) {
    super(
      `${file}, the master secret, is missing, and the stored passwords cannot be read without it; put its backup back with: entsync secret restore FILE`,
    );
    this.name = 'MasterSecretMissingError';
  }
}

/** A new master secret is made for a new database only. Throws {@link MasterSecretMissingError}. */
export async function checkMasterSecret(source: DataSource, file: string): Promise<void> {
  if (existsSync(file)) return;
  const [row] = await source.query<{ exists: boolean }[]>('select exists (select from keys) as exists');
  if (row?.exists === true) throw new MasterSecretMissingError(file);
}
