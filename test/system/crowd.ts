import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { Client, escapeIdentifier } from 'pg';

import type { TestSystem } from './system.ts';

/** A number of people with an account each in the example database. */
export interface Crowd {
  /** Their names there; `CORP\name` in Windows. */
  readonly names: readonly string[];
}

/** Makes `count` roles in the example database, lets EntSync set their passwords, and maps them. */
export async function makeCrowd(system: TestSystem, count: number): Promise<Crowd> {
  const names = Array.from({ length: count }, (_each, index) => `person${index + 1}`);
  await withSuperuser(system, 'example-postgresql', 'postgres', async (client) => {
    const roles = names.map((name) => `create role ${escapeIdentifier(name)} login;`);
    const grants = names.map(
      (name) => `grant ${escapeIdentifier(name)} to entsync with admin true, inherit false, set false;`,
    );
    await client.query([...roles, ...grants].join('\n'));
  });
  const { problems } = await system.store.apply({
    document: {
      format: 'entsync-1',
      mappings: names.map((name) => ({ windows: `CORP\\${name}`, application: 'example-database', account: name })),
    },
    logins: {},
    preview: false,
  });
  if (problems.length > 0) throw new Error(`The crowd is refused: ${JSON.stringify(problems[0])}`);
  return { names };
}

/** Lends a connection to one of the installation's own servers. @param server `postgres` or `example-postgresql` */
export async function withSuperuser<T>(
  system: TestSystem,
  server: 'postgres' | 'example-postgresql',
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { postgres, example } = system.run;
  const port = server === 'postgres' ? postgres.port : example.postgresql.port;
  const file = path.join(system.home, 'secrets', `${server}-superuser`);
  const password = (await readFile(file, 'utf8')).trim();
  const client = new Client({ host: '127.0.0.1', port, database, user: 'postgres', password });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
