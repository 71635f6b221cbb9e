/** What this adapter needs of PostgreSQL, in our words. Used concurrently. */
export interface RoleClient {
  /**
   * Lends a connection that is logged in, and takes it back when `use` has settled.
   * Rejects with {@link RoleClientError}, with `TARGET_TIMEOUT` once the signal is aborted, or as `use` does.
   */
  lend<T>(signal: AbortSignal, use: (session: RoleSession) => Promise<T>): Promise<T>;
  /** Called once, when nothing is lent any more. */
  close(): Promise<void>;
}

export interface RoleSession {
  loadServiceLogin(): Promise<ServiceLoginFacts>;
  /** Compares the whole name: where a name is longer than PostgreSQL's, there is no such role. */
  loadRole(name: string): Promise<RoleFacts | undefined>;
  /** The role must be known to exist: PostgreSQL shortens a name that is too long, and would change another role. */
  storeVerifier(roleName: string, verifier: string): Promise<void>;
}

export interface ServiceLoginFacts {
  readonly isSuperuser: boolean;
  readonly mayCreateRoles: boolean;
  /** Whether it has the ADMIN OPTION on any role that can log in. */
  readonly administersSomeRole: boolean;
  /** PostgreSQL 16 and later ask for the ADMIN OPTION on each role, too. */
  readonly needsAdminOption: boolean;
  /** The server is a standby, or takes no writes for another reason. */
  readonly isReadOnly: boolean;
  /** The credcheck extension is there and refuses every password that comes as a verifier. */
  readonly refusesVerifiers: boolean;
}

export interface RoleFacts {
  readonly canLogIn: boolean;
  readonly isSuperuser: boolean;
}

/**
 * | stage   | without an `sqlState`                                             |
 * |---------|-------------------------------------------------------------------|
 * | connect | there is no connection                                            |
 * | read    | no answer to a question: nothing has happened                     |
 * | change  | no answer to the change: nobody knows whether it has happened     |
 */
export type Stage = 'connect' | 'read' | 'change';

export class RoleClientError extends Error {
  readonly code = 'ENTSYNC_POSTGRESQL_CLIENT';

  constructor(
    readonly stage: Stage,
    /** Of the server's refusal. Absent where the server has not answered. */
    readonly sqlState: string | undefined,
    /** What the runtime said where the server has not answered; never the server's own words, which could repeat what we sent. */
    cause?: unknown,
  ) {
    super(`PostgreSQL ${stage}: ${sqlState ?? 'no answer'}`, cause === undefined ? undefined : { cause });
    this.name = 'RoleClientError';
  }
}
