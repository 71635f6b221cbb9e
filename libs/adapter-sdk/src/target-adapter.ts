import type { AccountForm, Secret } from '@entsync/domain';
import type { z } from 'zod';

/** What is asked of a target. The secrets belong to the host: an adapter neither keeps nor wipes them. */
export interface SetPasswordRequest {
  /** The external account, in the canonical form of the adapter's kind. */
  readonly account: string;
  readonly newPassword: Secret;
  /** The password that is to be replaced; present where the named adapter is configured to send it. */
  readonly oldPassword?: Secret;
  /**
   * An earlier attempt may have set the new password already. Before an adapter reports `OLD_PASSWORD_WRONG` or `PASSWORD_REFUSED` it asks
   * whether the new password is in force, and succeeds if it is.
   */
  readonly mayBeApplied: boolean;
}

/** A half of a capture whose other half, the directory's own result, was lost in a crash. */
export interface UndecidedCapture {
  readonly account: string;
  /** Milliseconds since 1970, by the clock of the machine where it was captured. */
  readonly capturedAt: number;
}

/** A connector to one system. Instances are long-lived and used concurrently, for different accounts. */
export interface TargetAdapter {
  /**
   * Proves that the system can be reached, that the service login works and that it has the privileges that `setPassword` needs.
   * Changes nothing. Rejects with {@link AdapterError}; where a privilege is missing, its `missingPrivilege` names it.
   */
  verify(signal: AbortSignal): Promise<void>;

  /**
   * Makes the account's password equal to the given one, exactly as its bytes are (UTF-8; no normalization but the system's own).
   *
   * - Idempotent: the same request twice succeeds twice.
   * - Resolves only when the system has confirmed it.
   * - Rejects with {@link AdapterError} and nothing else; the password is in no message, field or cause.
   * - Honours the signal: after its abort it starts nothing new and rejects with `TARGET_TIMEOUT`.
   * - Does not log, retry or store anything.
   */
  setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void>;

  /**
   * Where captures come in halves: asks the system itself whether the change happened. Never guesses: rejects with {@link AdapterError}
   * when the system cannot tell now.
   */
  resolveCapture?(capture: UndecidedCapture, signal: AbortSignal): Promise<'happened' | 'did-not-happen'>;

  /** Ends all connections. Called once, after the last call has ended. */
  close(): Promise<void>;
}

/** How a named adapter logs in to its system. */
export interface ServiceLogin {
  /** Absent where none was configured. Belongs to the host. */
  readonly password?: Secret;
}

/** What an adapter library exports, as one named value. */
export interface AdapterDefinition<Settings> {
  /** A stable name in kebab-case, such as `ldap`. For configuration, logs and metrics; no behaviour is switched on it. */
  readonly kind: string;
  /** How accounts of this kind are compared. */
  readonly accountForm: AccountForm;
  /** What an administrator may set for a named adapter; never a secret. Its descriptions are shown to administrators. */
  readonly settingsSchema: z.ZodType<Settings>;
  create(settings: Settings, login: ServiceLogin): TargetAdapter;
}
