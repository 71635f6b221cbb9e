import { DataSource, type MixedList, type EntitySchema, type MigrationInterface } from 'typeorm';

import { PreparingClient } from './preparing-client.ts';

export interface DatabaseOptions {
  /** `postgresql://role@host:port/database`, without a password. */
  readonly url: string;
  readonly password: string;
  /** The one schema that the role may touch. */
  readonly schema: string;
  readonly service: string;
  readonly entities?: MixedList<new () => object | EntitySchema>;
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Losing the last commits in a crash of the database costs nothing but work: for state that can be made again. */
  readonly mayLoseLastCommits?: boolean;
  /** Connections, at most. */
  readonly poolSize?: number;
}

/** In milliseconds. A statement that takes longer than this waits for something that will not come. */
const STATEMENT_TIMEOUT = 30_000;
const CONNECT_TIMEOUT = 5_000;

/** Connects, and brings the schema up to this version of the service. Rejects when the database cannot be reached. */
export async function connectDatabase(options: DatabaseOptions): Promise<DataSource> {
  const { url, password, schema, service, migrations, mayLoseLastCommits = false } = options;
  const parsed = new URL(url);
  const source = new DataSource({
    type: 'postgres',
    host: parsed.hostname,
    port: Number(parsed.port === '' ? 5432 : parsed.port),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    username: decodeURIComponent(parsed.username),
    password,
    schema,
    applicationName: `entsync-${service}`,
    entities: options.entities ?? [],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolSize: options.poolSize ?? 8,
    connectTimeoutMS: CONNECT_TIMEOUT,
    extra: {
      Client: PreparingClient,
      // Statements that are asked for together travel together: done in that order, for one round trip.
      pipeline: true,
      statement_timeout: STATEMENT_TIMEOUT,
      options: [`-c search_path=${schema}`, ...(mayLoseLastCommits ? ['-c synchronous_commit=off'] : [])].join(' '),
    },
    logging: false,
  });
  await source.initialize();
  await migrateAlone(source);
  return source;
}

/** Two processes that start together must not migrate together. A lock that is tried, not waited for, cannot block the other's work. */
async function migrateAlone(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    for (;;) {
      const [row] = (await runner.query(
        `select pg_try_advisory_lock(hashtext('entsync'), hashtext(current_schema())) as locked`,
      )) as {
        locked: boolean;
      }[];
      if (row?.locked === true) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await source.runMigrations();
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('entsync'), hashtext(current_schema()))`);
    await runner.release();
  }
}
