import { readFile } from 'node:fs/promises';

import { Client as LdapClient, InvalidCredentialsError } from 'ldapts';
import { Client as PostgresClient, DatabaseError } from 'pg';

/** SQLSTATE of a refused password. */
const INVALID_PASSWORD = '28P01';

/** Whether a role logs in to PostgreSQL with this password. Rejects for everything else than a refused password. */
export async function logsInToPostgres(
  server: { readonly host: string; readonly port: number; readonly database: string },
  user: string,
  password: string,
): Promise<boolean> {
  const client = new PostgresClient({ ...server, user, password });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === INVALID_PASSWORD) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Whether an entry logs in to the directory with this password. Rejects for everything else than a refused password. */
export async function logsInToLdap(
  server: { readonly ldapsUrl: string; readonly caFile: string },
  dn: string,
  password: string,
): Promise<boolean> {
  const client = new LdapClient({ url: server.ldapsUrl, tlsOptions: { ca: [await readFile(server.caFile)] } });
  try {
    await client.bind(dn, password);
    return true;
  } catch (error) {
    if (error instanceof InvalidCredentialsError) return false;
    throw error;
  } finally {
    await client.unbind();
  }
}
