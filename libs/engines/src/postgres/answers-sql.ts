import { Client, type DatabaseError } from 'pg';

import { EngineError } from '../engine-error.ts';
import { LOCAL_HOST } from '../network/local-host.ts';
import type { Superuser } from './initialise-cluster.ts';

const PATIENCE_MILLISECONDS = 5_000;
const INVALID_PASSWORD = '28P01';

/** Whether the server answers a query. Rejects with ENTSYNC_PASSWORD_REFUSED, since waiting does not help then. */
export async function answersSql(port: number, { superuser, superuserPassword }: Superuser): Promise<boolean> {
  const client = new Client({
    host: LOCAL_HOST,
    port,
    user: superuser,
    password: superuserPassword,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: PATIENCE_MILLISECONDS,
  });
  // A connection that breaks reports it here as well, and an unheard error would end our process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as Partial<DatabaseError>).code !== INVALID_PASSWORD) return false;
    throw passwordRefused(superuser, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function passwordRefused(superuser: string, cause: unknown): EngineError {
  return new EngineError(
    'ENTSYNC_PASSWORD_REFUSED',
    `PostgreSQL refuses the password of ${superuser}: give the one that the data folder was made with, or remove the folder to begin anew.`,
    { cause },
  );
}
