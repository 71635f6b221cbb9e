import { Client, escapeIdentifier, types, type FieldDef } from 'pg';

import type { CanarySearch } from '../canary-search.ts';

const ROWS_AT_ONCE = 500;
const BYTEA = 17;

interface Relation {
  readonly schema: string;
  readonly name: string;
}

/**
 * Reads every row of every table of every database of a server, catalogue and statistics among them: whatever a dump would hold, before
 * anything is escaped for it. (The embedded PostgreSQL has no pg_dump, and an older one refuses a newer server.)
 *
 * @param server URL of any of its databases, for a superuser
 */
export async function searchTables(search: CanarySearch, server: URL): Promise<void> {
  const names = await connected(server, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where datallowconn');
    return rows.map(({ name }) => name);
  });
  for (const name of names) {
    const database = new URL(server);
    database.pathname = `/${encodeURIComponent(name)}`;
    await connected(database, (client) => searchDatabase(search, client, name));
  }
}

async function connected<Result>(url: URL, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url.href, application_name: 'canary-search' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function searchDatabase(search: CanarySearch, client: Client, database: string): Promise<void> {
  await client.query('begin read only');
  for (const relation of await listRelations(client)) {
    await searchRelation(search, client, { ...relation, database });
    search.count('tables');
  }
  await client.query('commit');
}

/** Tables, and what the server remembers of the statements that were sent to it. Another session's temporary tables cannot be read. */
async function listRelations(client: Client): Promise<readonly Relation[]> {
  const { rows } = await client.query<Relation>(
    `select nspname as schema, relname as name
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'm') and relpersistence <> 't'
      union all select 'pg_catalog', 'pg_stat_activity'`,
  );
  return rows;
}

async function searchRelation(
  search: CanarySearch,
  client: Client,
  { database, schema, name }: Relation & { readonly database: string },
): Promise<void> {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  await client.query(`declare everything no scroll cursor for select * from ${table}`);
  for (;;) {
    const { rows, fields } = await client.query<(string | Buffer | null)[]>({
      text: `fetch ${ROWS_AT_ONCE} from everything`,
      rowMode: 'array',
      types: { getTypeParser: asItIs },
    });
    for (const row of rows) searchRow(search, `${database}.${schema}.${name}`, row, fields);
    search.count('rows', rows.length);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query('close everything');
}

function searchRow(
  search: CanarySearch,
  table: string,
  row: readonly (string | Buffer | null)[],
  fields: readonly FieldDef[],
): void {
  for (const [index, cell] of row.entries()) {
    const source = { place: 'table', where: `${table}, column ${fields[index]!.name}` } as const;
    if (typeof cell === 'string') search.lookAtText(source, cell);
    else if (cell !== null) search.lookAt(source, cell);
  }
}

/** Bytes as bytes, everything else as PostgreSQL writes it. */
function asItIs(type: number): (text: string) => string | Buffer {
  return type === BYTEA ? (types.getTypeParser(BYTEA) as (text: string) => Buffer) : (text) => text;
}
