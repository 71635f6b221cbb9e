import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { Client } from 'pg';

import type { TestSystem } from '../../system/system.ts';

/** Connected to EntSync's database as somebody who may do everything. */
export async function asSuperuser({ home, run }: TestSystem): Promise<Client> {
  const { host, port } = run.postgres;
  const password = await readFile(path.join(home, 'secrets', 'postgres-superuser'), 'utf8');
  const client = new Client({ host, port, user: 'postgres', password: password.trim(), database: 'entsync' });
  await client.connect();
  return client;
}
