import { Secret } from '@entsync/domain';
import { generateToken, scramSha256Verifier } from '@entsync/secrets';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';

import type { Home } from '../home/home.ts';
import { ensurePasswordFile } from '../home/password-file.ts';
import { asAdministrator } from '../parts/database.ts';
import { superuserPassword, SUPERUSER } from '../parts/postgres.ts';
import type { Configured } from './apply-document.ts';
import { PEOPLE, windowsAccountOf } from './people.ts';

export const EXAMPLE_SERVER = 'example-postgresql';
export const EXAMPLE_DATABASE = 'example';
const SERVICE_LOGIN = 'entsync';

/** Makes the external system of the example: a database with three people, and a login for EntSync that may set their passwords. */
export async function prepareExampleDatabase(home: Home, port: number): Promise<void> {
  const administrator = new URL(`postgresql://${SUPERUSER}@127.0.0.1:${port}/postgres`);
  administrator.password = await superuserPassword(home, EXAMPLE_SERVER);
  const servicePassword = await serviceLoginPassword(home);
  await asAdministrator(administrator, async (client) => {
    await ensureDatabase(client);
    // Nobody knows these passwords: the first change that is announced sets the one that counts.
    for (const { uid } of PEOPLE) await ensureRole(client, uid, generateToken());
    await ensureServiceLogin(client, servicePassword);
  });
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [EXAMPLE_DATABASE]);
  if (rowCount === 0) await client.query(`create database ${EXAMPLE_DATABASE}`);
}

async function ensureRole(client: Client, name: string, text: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount !== 0) return;
  await client.query(`create role ${escapeIdentifier(name)} login password ${escapeLiteral(await verifierOf(text))}`);
}

/**
 * The least that PostgreSQL asks of somebody who sets others' passwords: CREATEROLE, and the ADMIN OPTION on each of these roles. It
 * inherits nothing from them and cannot become one of them.
 */
async function ensureServiceLogin(client: Client, password: string): Promise<void> {
  await ensureRole(client, SERVICE_LOGIN, password);
  await client.query(`alter role ${SERVICE_LOGIN} createrole noinherit connection limit 8`);
  for (const { uid } of PEOPLE) {
    await client.query(`grant ${escapeIdentifier(uid)} to ${SERVICE_LOGIN} with admin true, inherit false, set false`);
  }
}

async function verifierOf(text: string): Promise<string> {
  const password = Secret.ofText(text);
  const verifier = await scramSha256Verifier(password);
  password.wipe();
  return verifier;
}

function serviceLoginPassword(home: Home): Promise<string> {
  return ensurePasswordFile(home.in('secrets', 'example-postgresql-login'));
}

/** The adapter to it, and who is who. */
export async function exampleConfiguration(home: Home, port: number): Promise<Configured> {
  return {
    logins: { [EXAMPLE_SERVER]: await serviceLoginPassword(home) },
    document: {
      format: 'entsync-1',
      system: { enabled: true, acceptHooks: true, windowsSync: true, externalSync: true },
      adapters: [
        {
          name: EXAMPLE_SERVER,
          kind: 'postgresql',
          description: 'The example: roles of a PostgreSQL server on this machine.',
          flags: { syncToAdapter: true },
          settings: { host: '127.0.0.1', port, database: EXAMPLE_DATABASE, user: SERVICE_LOGIN, tls: 'disable' },
        },
      ],
      applications: [
        {
          name: 'example-database',
          description: 'The example database',
          adapter: EXAMPLE_SERVER,
        },
      ],
      mappings: PEOPLE.map(({ uid }) => ({
        windows: windowsAccountOf(uid),
        application: 'example-database',
        account: uid,
      })),
    },
  };
}
