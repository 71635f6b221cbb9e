import { Secret } from '@entsync/domain';
import { scramSha256Verifier } from '@entsync/secrets';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

import type { Home } from '../home/home.ts';
import { ensurePasswordFile } from '../home/password-file.ts';
import { SupervisorError } from '../supervisor-error.ts';

/** Each service may touch its own schema and no other. */
const SCHEMAS = ['store', 'router', 'audit'] as const;

export type Schema = (typeof SCHEMAS)[number];

export const DATABASE = 'entsync';

export function roleOf(schema: Schema): string {
  return `entsync_${schema}`;
}

export function passwordFileOf(home: Home, schema: Schema): string {
  return home.in('secrets', `database-${schema}`);
}

/** Makes database, roles and schemas where they are missing; their passwords are those in the files. */
export async function prepareDatabase(home: Home, administrator: URL): Promise<void> {
  const database = decodeURIComponent(administrator.pathname.slice(1));
  try {
    if (database === DATABASE) await ensureDatabase(administrator);
    await asAdministrator(administrator, async (client) => {
      for (const schema of SCHEMAS) await ensureSchema(client, schema, await verifierFor(home, schema));
      await client.query(`revoke all on database ${escapeIdentifier(database)} from public`);
      for (const schema of SCHEMAS) {
        await client.query(`grant connect on database ${escapeIdentifier(database)} to ${roleOf(schema)}`);
      }
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown reason';
    throw new SupervisorError(
      'ENTSYNC_DATABASE_REFUSED',
      `The database at ${administrator.host} cannot be prepared (${why}); DATABASE_URL needs a login that may make roles and schemas.`,
      { cause },
    );
  }
}

/** Runs `work` in the database of the URL. */
export async function asAdministrator(url: URL, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** In a database that everybody has. */
async function ensureDatabase(administrator: URL): Promise<void> {
  const everybodys = new URL(administrator);
  everybodys.pathname = '/postgres';
  await asAdministrator(everybodys, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

/** The server sees a verifier, never the password: its log would keep it. */
async function verifierFor(home: Home, schema: Schema): Promise<string> {
  const password = Secret.ofText(await ensurePasswordFile(passwordFileOf(home, schema)));
  const verifier = await scramSha256Verifier(password);
  password.wipe();
  return verifier;
}

async function ensureSchema(client: Client, schema: Schema, verifier: string): Promise<void> {
  const role = roleOf(schema);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${role} login password ${escapeLiteral(verifier)}`);
  const { rows } = await client.query<{ exists: boolean }>('select to_regnamespace($1) is not null as exists', [
    schema,
  ]);
  if (rows[0]?.exists === true) return;
  // Only a superuser may give a schema away without being a member of the role.
  await client.query(`grant ${role} to current_user`);
  await client.query(`create schema ${schema} authorization ${role}`);
  await client.query(`revoke ${role} from current_user`);
}
