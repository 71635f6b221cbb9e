import type { Secret } from '@entsync/domain';

/** What slapd's `overlay sock` tells of one operation. The secrets belong to whoever has it parsed. */
export type SockRequest = SockModify | SockAdd | SockExtended | SockResult | SockOther;

interface SockOperation {
  /** With `messageId`, the same for an operation and its result. */
  readonly connectionId: number;
  readonly messageId: number;
  /** Who asks; empty for nobody, as which slapd itself writes too. */
  readonly bindDn: string;
  /** `IP=192.0.2.1:38970`, `PATH=/run/slapd/ldapi`. */
  readonly peer: string;
  /** How strongly the connection is protected; 0 is not at all. */
  readonly ssf: number;
}

/**
 * The password that the account will have, in clear. Absent where the request does not set one, deletes it, or sets a value that is hashed
 * already. Of several values it is the last one.
 */
interface PasswordsOfRequest {
  readonly newPassword: Secret | undefined;
  /** The value that is deleted, or that was given as proof. Nobody has checked it yet. */
  readonly oldPassword: Secret | undefined;
}

export interface SockModify extends SockOperation, PasswordsOfRequest {
  readonly kind: 'modify';
  readonly dn: string;
}

export interface SockAdd extends SockOperation, PasswordsOfRequest {
  readonly kind: 'add';
  readonly dn: string;
}

/** Of an operation that is not about passwords, there is only its `oid`. */
export interface SockExtended extends SockOperation, PasswordsOfRequest {
  readonly kind: 'extended';
  readonly oid: string;
  /** Whose password. Absent for a name that is not a distinguished name: see `user`. */
  readonly dn: string | undefined;
  /** Whose password, where it was asked for as `u:name`. */
  readonly user: string | undefined;
}

/** How an operation, whichever it was, has ended. */
export interface SockResult extends SockOperation {
  readonly kind: 'result';
  /** RFC 4511; 0 is success. */
  readonly code: number;
}

/** An operation that changes no password. Nothing of it is read, not even of a BIND, which has one. */
export interface SockOther {
  readonly kind: 'other';
  /** In slapd's words: `DELETE`. */
  readonly operation: string;
}

/**
 * The request is not as slapd writes it. Refuse the operation: somebody may have put a line break into a name to make us read something
 * else. Says where, and never what was there.
 */
export class SockRequestError extends Error {
  readonly code = 'ENTSYNC_SOCK_REQUEST_MALFORMED';

  constructor(
    /** From 1, folded lines counted as one; 0 for the request as a whole. */
    readonly line: number,
    /** What was expected there. */
    readonly expected: string,
  ) {
    super(`Line ${line} of what slapd said is not ${expected}. Check the overlay's settings and slapd's version.`);
    this.name = 'SockRequestError';
  }
}
