import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connectDatabase } from '@entsync/database';
import { chooseFreePorts, removePostgresData, startPostgres } from '@entsync/engines';
import { MasterSecret, newId } from '@entsync/secrets';
import type { DataSource } from 'typeorm';

import { migrations } from '../src/database/migrations.ts';

/** A database with the store's tables, and a master secret. */
export interface StoreDatabase {
  readonly source: DataSource;
  readonly master: MasterSecret;
  stop(): Promise<void>;
}

export async function startStoreDatabase(): Promise<StoreDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'entsync-store-'));
  // PostgreSQL does not run as root: the account that it runs as has to get there.
  await chmod(folder, 0o711);
  const [port = 0] = await chooseFreePorts(1);
  const dataDir = join(folder, 'postgres');
  const password = `Admin-${newId()}`;
  const database = await startPostgres({
    dataDir,
    logFile: join(folder, 'postgres.log'),
    port,
    superuser: 'admin',
    superuserPassword: password,
    settings: { fsync: 'off' },
  });
  const stop = async (): Promise<void> => {
    await database.stop();
    await removePostgresData(dataDir);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = `postgresql://admin@${database.host}:${database.port}/postgres`;
    const source = await connectDatabase({ url, password, schema: 'public', service: 'test', migrations });
    const master = MasterSecret.loadOrCreate(join(folder, 'master-secret.json'), new Date());
    return { source, master, stop: () => source.destroy().then(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Answers its number. */
export async function addAdapter(source: DataSource, name: string): Promise<number> {
  const [row] = await source.query<{ id: number }[]>(
    `insert into adapters (name, kind, host, account_form, enabled, sync_to_adapter, sync_from_adapter, verify_old_password,
       change_windows_password, send_old_password, allow_mapping_conflicts, dispatch_window, maximum_pending,
       call_timeout_seconds, settings)
     values ($1, 'ldap', 'adapter-ldap', 'exact', true, true, true, false, false, false, false, 256, 8, 10, '{}') returning id`,
    [name],
  );
  if (row === undefined) throw new Error('The adapter must have been added.');
  return row.id;
}
