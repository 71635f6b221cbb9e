import { AdapterError, connectionFailure, type AdapterErrorCode } from '@entsync/adapter-sdk';

import type { LdapError } from './ldap-client.ts';

/** Milliseconds. How old a password must be before it may be changed is hours or days. */
const TOO_YOUNG_RETRY = 900_000;

/** By the result codes of RFC 4511. A code that is not here has changed nothing either: `TARGET_BUSY`. */
const BY_RESULT_CODE: ReadonlyMap<number, AdapterErrorCode> = new Map([
  [1, 'TARGET_MISCONFIGURED'], // operationsError: such as a request that came before a login
  [2, 'TARGET_MISCONFIGURED'], // protocolError: an operation that the server does not have
  [3, 'TARGET_TIMEOUT'], // timeLimitExceeded
  [7, 'TARGET_MISCONFIGURED'], // authMethodNotSupported
  [8, 'TARGET_MISCONFIGURED'], // strongerAuthRequired
  [10, 'TARGET_MISCONFIGURED'], // referral: this server is a copy that takes no writes
  [12, 'TARGET_MISCONFIGURED'], // unavailableCriticalExtension
  [13, 'TARGET_MISCONFIGURED'], // confidentialityRequired
  [17, 'TARGET_MISCONFIGURED'], // undefinedAttributeType
  [19, 'PASSWORD_REFUSED'], // constraintViolation
  [21, 'ACCOUNT_NOT_FOUND'], // invalidAttributeSyntax: OpenLDAP's word for an identity that is no distinguished name
  [32, 'ACCOUNT_NOT_FOUND'], // noSuchObject
  [33, 'ACCOUNT_NOT_FOUND'], // aliasProblem
  [34, 'ACCOUNT_NOT_FOUND'], // invalidDNSyntax
  [36, 'ACCOUNT_NOT_FOUND'], // aliasDereferencingProblem
  [50, 'TARGET_MISCONFIGURED'], // insufficientAccessRights
  [53, 'TARGET_MISCONFIGURED'], // unwillingToPerform
  [54, 'TARGET_MISCONFIGURED'], // loopDetect
  [65, 'ACCOUNT_NOT_FOUND'], // objectClassViolation: an entry that cannot have a password
  [112, 'TARGET_MISCONFIGURED'], // OpenLDAP and others: no TLS
]);

const LOGIN_REFUSALS: ReadonlySet<number> = new Set([32, 34, 48, 49, 53]);
const NO_SUCH_ATTRIBUTE = 16;
const INVALID_CREDENTIALS = 49;
const INSUFFICIENT_ACCESS = 50;
const UNWILLING = 53;

const SENTENCES: Readonly<Record<AdapterErrorCode, string>> = {
  TARGET_UNREACHABLE: 'The directory did not answer a question that came before the change. Nothing has been changed.',
  TARGET_TIMEOUT: 'The directory did not say whether it has changed the password. Try again, and say that it may have.',
  TARGET_BUSY: 'The directory could not do this now and has changed nothing. Try again later.',
  ACCOUNT_NOT_FOUND: 'The directory has no such account. Create it, or correct the mapping.',
  PASSWORD_REFUSED: "The directory's password policy refuses this password. Choose another one.",
  OLD_PASSWORD_WRONG: 'The directory says that the old password is another one. Enter the current one.',
  SERVICE_LOGIN_REFUSED: 'The directory refuses the service login. Correct its name or its password.',
  TARGET_MISCONFIGURED:
    'The directory does not do this for the service login. Compare the settings with the documentation.',
};

export interface ChangeFacts {
  readonly sentOldPassword: boolean;
  /** In the directory's words, for when it says that we may not do this. */
  readonly neededPrivilege: string;
}

export function classifyLdapError(error: LdapError, facts: ChangeFacts): AdapterError {
  if (error.resultCode !== undefined) return classifyAnswer(error, error.resultCode, facts);
  switch (error.stage) {
    case 'connect':
      return connectionFailure(error.cause);
    case 'ask':
      return new AdapterError('TARGET_UNREACHABLE', SENTENCES.TARGET_UNREACHABLE, { cause: error.cause });
    case 'change':
      return new AdapterError('TARGET_TIMEOUT', SENTENCES.TARGET_TIMEOUT, { cause: error.cause });
  }
}

function classifyAnswer(
  error: LdapError,
  resultCode: number,
  { sentOldPassword, neededPrivilege }: ChangeFacts,
): AdapterError {
  const targetCode = String(resultCode);
  if (error.policyFault === 'too-young') return tooYoung(targetCode);
  if (error.policyFault === 'old-password-missing' && !sentOldPassword) return oldPasswordAskedFor(targetCode);
  if (resultCode === INSUFFICIENT_ACCESS) return missingPrivilege(neededPrivilege, targetCode);
  const code = codeOf(error, resultCode, sentOldPassword);
  return new AdapterError(code, SENTENCES[code], { targetCode });
}

function codeOf(error: LdapError, resultCode: number, sentOldPassword: boolean): AdapterErrorCode {
  if (error.stage === 'connect' && LOGIN_REFUSALS.has(resultCode)) return 'SERVICE_LOGIN_REFUSED';
  if (sentOldPassword && saysOldPasswordIsWrong(error, resultCode)) return 'OLD_PASSWORD_WRONG';
  return BY_RESULT_CODE.get(resultCode) ?? 'TARGET_BUSY';
}

/** 53 has many meanings; 49 is what servers other than OpenLDAP say, and 16 is a value that could not be deleted. */
function saysOldPasswordIsWrong(error: LdapError, resultCode: number): boolean {
  if (error.stage !== 'change') return false;
  if (resultCode === UNWILLING) return error.isAboutOldPassword;
  return resultCode === INVALID_CREDENTIALS || resultCode === NO_SUCH_ATTRIBUTE;
}

export function missingPrivilege(privilege: string, targetCode?: string): AdapterError {
  const facts =
    targetCode === undefined ? { missingPrivilege: privilege } : { missingPrivilege: privilege, targetCode };
  return new AdapterError(
    'TARGET_MISCONFIGURED',
    'The service login must not set passwords in this directory. Grant what is missing.',
    facts,
  );
}

function tooYoung(targetCode: string): AdapterError {
  return new AdapterError(
    'TARGET_BUSY',
    'The current password is too new to be changed by the policy of the directory (pwdMinAge). Try again later.',
    { targetCode, retryAfter: TOO_YOUNG_RETRY },
  );
}

function oldPasswordAskedFor(targetCode: string): AdapterError {
  return new AdapterError(
    'TARGET_MISCONFIGURED',
    'The directory asks for the old password as well. Configure this adapter to send it, or set pwdSafeModify to FALSE.',
    { targetCode, missingPrivilege: 'changes without the old password (pwdSafeModify FALSE)' },
  );
}
