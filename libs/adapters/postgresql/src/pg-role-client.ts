import {
  AdapterError,
  checkNotAborted,
  connectionFailure,
  loadCaFile,
  Turns,
  untilAborted,
  type ServiceLogin,
} from '@entsync/adapter-sdk';
import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';

import { PgRoleSession } from './pg-role-session.ts';
import { RoleClientError, type RoleClient, type RoleSession } from './role-client.ts';
import type { PostgresqlSettings } from './settings.ts';

/** `invalid_authorization_specification`, for a login that the driver itself gives up on, which has no code. */
const LOGIN_REFUSED = '28000';

/** What the driver says, without a code, to a server that has no certificate. */
const NO_TLS = 'The server does not support SSL connections';

/** Binds the `pg` driver. */
export class PgRoleClient implements RoleClient {
  readonly #settings: PostgresqlSettings;
  readonly #login: ServiceLogin;
  /** As many as there are connections, so that the pool's own time limit covers connecting and not waiting in line. */
  readonly #turns: Turns;
  #pool: Promise<Pool> | undefined;

  constructor(settings: PostgresqlSettings, login: ServiceLogin) {
    this.#settings = settings;
    this.#login = login;
    this.#turns = new Turns(settings.maxConnections);
  }

  async lend<T>(signal: AbortSignal, use: (session: RoleSession) => Promise<T>): Promise<T> {
    checkNotAborted(signal);
    return this.#turns.take(signal, async () => {
      const client = await this.#connect(signal);
      const session = new PgRoleSession(client, signal);
      client.on('error', unheard);
      try {
        return await use(session);
      } finally {
        client.off('error', unheard);
        client.release(session.isBroken);
      }
    });
  }

  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => undefined);
    await pool?.end();
  }

  async #connect(signal: AbortSignal): Promise<PoolClient> {
    const pool = await this.#loadPool();
    const connecting = pool.connect();
    try {
      return await untilAborted(signal, connecting);
    } catch (error) {
      if (!signal.aborted) throw connectError(error);
      connecting.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
  }

  /** The CA file is read once; where that fails, the next call tries again. */
  #loadPool(): Promise<Pool> {
    this.#pool ??= this.#makePool().catch((error: unknown) => {
      this.#pool = undefined;
      throw error;
    });
    return this.#pool;
  }

  async #makePool(): Promise<Pool> {
    const { host, port, database, user, connectTimeout, statementTimeout, maxConnections } = this.#settings;
    const pool = new Pool({
      host,
      port,
      database,
      user,
      password: () => this.#password(),
      ssl: await this.#tlsOptions(),
      max: maxConnections,
      connectionTimeoutMillis: connectTimeout,
      statement_timeout: statementTimeout,
      query_timeout: statementTimeout + connectTimeout,
      keepAlive: true,
      application_name: 'entsync',
    });
    pool.on('error', unheard);
    return pool;
  }

  /** Never undefined: the driver would look for a password in the environment and in files. */
  #password(): string {
    return this.#login.password?.open((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) ?? '';
  }

  async #tlsOptions(): Promise<NonNullable<PoolConfig['ssl']>> {
    const { tls, caFile } = this.#settings;
    switch (tls) {
      case 'disable':
        return false;
      case 'require':
        return { rejectUnauthorized: false };
      case 'verify-full':
        return caFile === undefined ? true : { ca: await loadCaFile(caFile) };
    }
  }
}

/** Whoever uses a broken connection is told by his own call; as an event that nobody listens to, the error would end the process. */
function unheard(): void {
  // The pool drops the connection by itself.
}

function connectError(error: unknown): Error {
  if (error instanceof DatabaseError) return new RoleClientError('connect', error.code);
  if (!(error instanceof Error)) return connectionFailure(error);
  if (error.message === NO_TLS) {
    return new AdapterError(
      'TARGET_MISCONFIGURED',
      'This PostgreSQL server has no TLS. Give it a certificate (ssl = on), or set tls to disable.',
    );
  }
  if (error.message.startsWith('SASL:')) return new RoleClientError('connect', LOGIN_REFUSED, error);
  return connectionFailure(error);
}
