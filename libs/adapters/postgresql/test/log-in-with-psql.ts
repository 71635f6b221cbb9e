import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Endpoint } from '@entsync/adapter-sdk/contract-suite';

const run = promisify(execFile);

/** By libpq, whose idea of a password is PostgreSQL's own. node-postgres prepares passwords in a way of its own. */
export async function logInWithPsql({ host, port }: Endpoint, role: string, password: Uint8Array): Promise<boolean> {
  const environment = {
    PATH: '/usr/bin:/bin:/usr/local/bin',
    PGPASSWORD: Buffer.from(password).toString(),
    PGCLIENTENCODING: 'UTF8',
    LC_ALL: 'C.UTF-8',
  };
  const args = ['--no-psqlrc', '--no-password', '--host', host, '--port', String(port), '--username', role];
  try {
    await run('psql', [...args, '--dbname', 'postgres', '--command', 'SELECT 1'], { env: environment });
    return true;
  } catch (error) {
    if (String((error as { stderr?: unknown }).stderr).includes('password authentication failed')) return false;
    throw error;
  }
}
