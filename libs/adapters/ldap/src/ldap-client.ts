import type { Secret } from '@entsync/domain';

/** What this adapter needs of a directory, in our words. */
export interface LdapClient {
  /**
   * Makes a connection of its own, with TLS as configured, and logs in as the service.
   * Rejects with {@link LdapError} of the stage `connect`, or with `TARGET_TIMEOUT` once the signal is aborted.
   */
  logIn(signal: AbortSignal): Promise<LdapSession>;
}

/** One connection. All methods reject with {@link LdapError}; once the connection has ended, they do so without asking. */
export interface LdapSession {
  /** Logs in, in place of the service. A login that the directory refuses is an answer, not an error. */
  bind(dn: string, password: Secret): Promise<BindAnswer>;
  /** RFC 3062. */
  setByExtendedOperation(change: PasswordChange): Promise<void>;
  /** Writes `userPassword`; with an old password, deletes that value and adds the new one in the same request. */
  replacePassword(change: PasswordChange): Promise<void>;
  /** Deletes a value of `userPassword` that nobody has. It succeeds nowhere, but how it fails shows whether we may write. */
  deletePasswordThatIsNotThere(dn: string): Promise<void>;

  /** Up to `count` entries that look like accounts. */
  findAccountsBelow(baseDn: string, count: number): Promise<readonly string[]>;
  /** What of it the service login may read. Undefined where there is no such entry for it. */
  loadAccountState(dn: string): Promise<AccountState | undefined>;
  loadLockoutPolicy(policyDn: string): Promise<LockoutPolicy | undefined>;
  /** Object identifiers; empty where the server does not tell. */
  loadSupportedExtensions(): Promise<readonly string[]>;

  /** Hangs up. May be called more than once. */
  end(): void;
}

/** `locked`: the directory did not look at the password, and says so. */
export type BindAnswer = 'accepted' | 'refused' | 'locked';

export interface PasswordChange {
  readonly dn: string;
  readonly newPassword: Secret;
  readonly oldPassword?: Secret | undefined;
}

/** Times are milliseconds since 1970, by the clock of the directory, which counts whole seconds. */
export interface AccountState {
  readonly passwordChangedAt: number | undefined;
  readonly entryModifiedAt: number | undefined;
  readonly isLocked: boolean;
  readonly loginFailures: readonly number[];
  readonly policyDn: string | undefined;
}

export interface LockoutPolicy {
  readonly locksOut: boolean;
  /** 0: any number. */
  readonly maxFailures: number | undefined;
  /** Milliseconds after which a failure is forgotten; 0: never. */
  readonly failuresForgottenAfter: number;
}

/**
 * | stage   | without a `resultCode`                                        |
 * |---------|---------------------------------------------------------------|
 * | connect | there is no connection, or no answer to the service's login   |
 * | ask     | no answer to a question: nothing has happened                 |
 * | change  | no answer to the change: nobody knows whether it has happened |
 */
export type Stage = 'connect' | 'ask' | 'change';

/** By the password policy control (draft-behera-ldap-password-policy). */
export type PolicyFault = 'old-password-missing' | 'too-young' | 'in-history' | 'other';

export interface LdapErrorFacts {
  /** Of the server's answer (RFC 4511). Absent where it has not answered. */
  readonly resultCode?: number;
  readonly policyFault?: PolicyFault | undefined;
  /** Whether the server's words, which are not kept because they could repeat what we sent, speak of the old password. */
  readonly isAboutOldPassword?: boolean;
  /** What the runtime said where the server has not answered. */
  readonly cause?: unknown;
}

export class LdapError extends Error {
  readonly code = 'ENTSYNC_LDAP_CLIENT';
  readonly resultCode: number | undefined;
  readonly policyFault: PolicyFault | undefined;
  readonly isAboutOldPassword: boolean;

  constructor(
    readonly stage: Stage,
    { resultCode, policyFault, isAboutOldPassword = false, cause }: LdapErrorFacts,
  ) {
    super(`LDAP ${stage}: ${resultCode ?? 'no answer'}`, cause === undefined ? undefined : { cause });
    this.name = 'LdapError';
    this.resultCode = resultCode;
    this.policyFault = policyFault;
    this.isAboutOldPassword = isAboutOldPassword;
  }
}
