import type { FailureClass } from '@entsync/domain';

/**
 * Why a target could not do what was asked. Closed.
 *
 * | code                    | when |
 * |-------------------------|------|
 * | TARGET_UNREACHABLE      | no connection could be made, or it broke before the request was sent: nothing has happened |
 * | TARGET_TIMEOUT          | no answer in time, or the connection broke after the request was sent: nobody knows what happened |
 * | TARGET_BUSY             | the target asks us to come back later |
 * | ACCOUNT_NOT_FOUND       | there is no such account |
 * | PASSWORD_REFUSED        | the target's policy does not accept this password |
 * | OLD_PASSWORD_WRONG      | the target says that the old password is another one |
 * | SERVICE_LOGIN_REFUSED   | our own login does not work |
 * | TARGET_MISCONFIGURED    | our own login lacks a privilege, or the settings do not fit the target |
 */
export const ADAPTER_ERROR_CODES = [
  'TARGET_UNREACHABLE',
  'TARGET_TIMEOUT',
  'TARGET_BUSY',
  'ACCOUNT_NOT_FOUND',
  'PASSWORD_REFUSED',
  'OLD_PASSWORD_WRONG',
  'SERVICE_LOGIN_REFUSED',
  'TARGET_MISCONFIGURED',
] as const;

export type AdapterErrorCode = (typeof ADAPTER_ERROR_CODES)[number];

export interface AdapterErrorFacts {
  /** The target's own code, such as `19` or `42501`. Never free text of the target that could repeat a password. */
  readonly targetCode?: string;
  /** Milliseconds to wait, for `TARGET_BUSY`. */
  readonly retryAfter?: number;
  /** In the target's words, for `TARGET_MISCONFIGURED`: what an administrator must grant. */
  readonly missingPrivilege?: string;
  readonly cause?: unknown;
}

/** The only error that an adapter rejects with. Its message is a whole sentence, in our words, without any secret. */
export class AdapterError extends Error {
  readonly targetCode: string | undefined;
  readonly retryAfter: number | undefined;
  readonly missingPrivilege: string | undefined;

  constructor(
    readonly code: AdapterErrorCode,
    message: string,
    facts: AdapterErrorFacts = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.targetCode = facts.targetCode;
    this.retryAfter = facts.retryAfter;
    this.missingPrivilege = facts.missingPrivilege;
  }
}

export function failureClassOf(code: AdapterErrorCode): FailureClass {
  switch (code) {
    case 'TARGET_UNREACHABLE':
    case 'TARGET_TIMEOUT':
      return 'transient';
    case 'TARGET_BUSY':
      return 'busy';
    case 'ACCOUNT_NOT_FOUND':
      return 'account-missing';
    case 'PASSWORD_REFUSED':
      return 'policy-refused';
    case 'OLD_PASSWORD_WRONG':
      return 'old-password-wrong';
    case 'SERVICE_LOGIN_REFUSED':
    case 'TARGET_MISCONFIGURED':
      return 'misconfigured';
  }
}

/** Whether the target may have the new password although the call failed. */
export function mayHaveBeenApplied(code: AdapterErrorCode): boolean {
  return code === 'TARGET_TIMEOUT';
}
