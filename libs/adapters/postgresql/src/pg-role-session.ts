import { checkNotAborted, untilAborted } from '@entsync/adapter-sdk';
import { DatabaseError, escapeIdentifier, escapeLiteral, type PoolClient, type QueryResultRow } from 'pg';

import {
  RoleClientError,
  type RoleFacts,
  type RoleSession,
  type ServiceLoginFacts,
  type Stage,
} from './role-client.ts';

const SERVICE_LOGIN = `
  SELECT me.rolsuper AS "isSuperuser",
         me.rolcreaterole AS "mayCreateRoles",
         EXISTS (SELECT FROM pg_roles AS other
                  WHERE other.rolcanlogin AND other.oid <> me.oid
                    AND pg_has_role(me.oid, other.oid, 'MEMBER WITH ADMIN OPTION')) AS "administersSomeRole",
         current_setting('server_version_num')::int >= 160000 AS "needsAdminOption",
         current_setting('transaction_read_only')::bool AS "isReadOnly",
         coalesce(NOT current_setting('credcheck.encrypted_password_allowed', true)::bool, false) AS "refusesVerifiers"
    FROM pg_roles AS me
   WHERE me.rolname = current_user`;

/** `::text`, for a parameter of type name would be shortened to 63 bytes and find another role. */
const ROLE = `
  SELECT rolcanlogin AS "canLogIn", rolsuper AS "isSuperuser"
    FROM pg_roles
   WHERE rolname = $1::text`;

export class PgRoleSession implements RoleSession {
  readonly #client: PoolClient;
  readonly #signal: AbortSignal;
  #isBroken = false;

  constructor(client: PoolClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /** Whether an answer is still owed, so that nobody else may use the connection. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  async loadServiceLogin(): Promise<ServiceLoginFacts> {
    const [facts] = await this.#query<ServiceLoginFacts>('read', SERVICE_LOGIN);
    if (facts === undefined) throw new RoleClientError('read', undefined);
    return facts;
  }

  async loadRole(name: string): Promise<RoleFacts | undefined> {
    // PostgreSQL's text has no NUL, so no role has one in its name.
    if (name.includes('\0')) return undefined;
    const [facts] = await this.#query<RoleFacts>('read', ROLE, [name]);
    return facts;
  }

  async storeVerifier(roleName: string, verifier: string): Promise<void> {
    await this.#query('change', `ALTER ROLE ${escapeIdentifier(roleName)} PASSWORD ${escapeLiteral(verifier)}`);
  }

  async #query<Row extends QueryResultRow>(stage: Stage, text: string, values?: readonly string[]): Promise<Row[]> {
    checkNotAborted(this.#signal);
    try {
      const { rows } = await untilAborted(this.#signal, this.#client.query<Row>(text, values?.slice()));
      return rows;
    } catch (error) {
      if (error instanceof DatabaseError) throw new RoleClientError(stage, error.code);
      this.#isBroken = true;
      throw this.#signal.aborted ? error : new RoleClientError(stage, undefined, error);
    }
  }
}
