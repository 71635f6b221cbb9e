import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newId } from '@entsync/adapter-sdk';
import { chooseFreePorts, startPostgres, type PostgresEngine, type PostgresOptions } from '@entsync/engines';
import { escapeIdentifier, escapeLiteral, Pool } from 'pg';

const SUPERUSER = { superuser: 'admin', superuserPassword: `Admin-${newId()}` };

/** A PostgreSQL with passwordcheck, and what an administrator does there. */
export class PostgresqlLab {
  readonly servicePassword: string = `Service-${newId()}`;
  readonly #options: PostgresOptions;
  #engine: PostgresEngine;
  #administrator: Pool;

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresqlLab> {
    const folder = await mkdtemp(join(tmpdir(), 'entsync-postgresql-'));
    // PostgreSQL does not run as root: the account that it runs as has to get there.
    await chmod(folder, 0o711);
    const [port = 0] = await chooseFreePorts(1);
    const options = {
      ...SUPERUSER,
      dataDir: join(folder, 'data'),
      logFile: join(folder, 'postgresql.log'),
      port,
      settings: { fsync: 'off', shared_preload_libraries: 'passwordcheck', ...settings },
    };
    const lab = new PostgresqlLab(options, await startPostgres(options));
    await lab.run(`CREATE ROLE entsync LOGIN CREATEROLE NOINHERIT PASSWORD ${escapeLiteral(lab.servicePassword)}`);
    await lab.run(`CREATE ROLE guest LOGIN PASSWORD ${escapeLiteral(lab.servicePassword)}`);
    return lab;
  }

  private constructor(options: PostgresOptions, engine: PostgresEngine) {
    this.#options = options;
    this.#engine = engine;
    this.#administrator = this.#connect();
  }

  get host(): string {
    return this.#engine.host;
  }

  get port(): number {
    return this.#engine.port;
  }

  async run<Row extends object>(sql: string): Promise<Row[]> {
    return (await this.#administrator.query<Row>(sql)).rows;
  }

  /** The server makes the verifier. The service login gets what it needs for this role, and no more. */
  async addRole(name: string, password: Uint8Array, attributes = ''): Promise<string> {
    const role = escapeIdentifier(name);
    const text = escapeLiteral(Buffer.from(password).toString());
    await this.run(`CREATE ROLE ${role} LOGIN ${attributes} PASSWORD ${text}`);
    await this.run(`GRANT ${role} TO entsync WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
    return name;
  }

  async stop(): Promise<void> {
    await this.#administrator.end();
    await this.#engine.stop();
  }

  async restart(): Promise<void> {
    this.#engine = await startPostgres(this.#options);
    this.#administrator = this.#connect();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#engine.dataDir, { recursive: true, force: true });
    await rm(join(this.#options.dataDir, '..'), { recursive: true, force: true });
  }

  #connect(): Pool {
    const { superuser, superuserPassword } = SUPERUSER;
    const pool = new Pool({
      host: this.host,
      port: this.port,
      user: superuser,
      password: superuserPassword,
      database: 'postgres',
      ssl: false,
      max: 1,
    });
    // The server that we stop may be quicker than the end of our connection.
    return pool.on('error', () => undefined);
  }
}
