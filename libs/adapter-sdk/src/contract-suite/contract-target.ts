import type { TargetAdapter } from '../target-adapter.ts';

/** On TCP. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface AdapterVariant {
  /** Where the adapter is to look for the target: the target's own endpoint, or a proxy that the suite has put before it. */
  readonly endpoint: Endpoint;
  /** `wrong`: a service login that the target refuses. `unprivileged`: one that works but must not set passwords. */
  readonly serviceLogin: 'right' | 'wrong' | 'unprivileged';
}

export interface RefusedChange {
  readonly account: string;
  readonly currentPassword: Uint8Array;
  /** The target's own policy refuses this one for that account. */
  readonly newPassword: Uint8Array;
}

/** A real target and everything that can be done to it, by an adapter's author for the suite. Nothing here goes through the adapter. */
export interface ContractTarget {
  readonly endpoint: Endpoint;
  /** With time limits of at most 3 s. The suite closes it. */
  makeAdapter(variant: AdapterVariant): TargetAdapter;

  /** Makes an account that nobody has used before, and resolves with its name in canonical form. */
  addAccount(password: Uint8Array): Promise<string>;
  /** Whether the target itself lets this account in. Never cached; asks the target's own client where there is one. */
  logIn(account: string, password: Uint8Array): Promise<boolean>;

  readonly missingAccount: string;
  /** Makes a new account for it. */
  prepareRefusedChange(): Promise<RefusedChange>;

  /** Of all service logins: looked for in errors. */
  readonly servicePasswords: readonly Uint8Array[];
  /** What the target does to a password by itself before it compares. */
  readonly normalization: 'none' | 'saslprep';
  /** Whether the adapter passes an old password on, so that the target compares it. */
  readonly comparesOldPassword: boolean;

  /** Resolves when the target accepts no connection any more. */
  stop(): Promise<void>;
  /** Resolves when it is there again, on the same endpoint and with the same accounts. */
  start(): Promise<void>;
  /** Called once, at the end. */
  close(): Promise<void>;
}
