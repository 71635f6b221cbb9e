import { describe, expect, test } from 'vitest';

import { decideCaptureHappened } from './decide-capture-happened.ts';
import { decideMayTryLogin } from './decide-may-try-login.ts';
import { parseGeneralizedTime } from './generalized-time.ts';
import type { AccountState, LockoutPolicy } from './ldap-client.ts';
import { liesBelow } from './lies-below.ts';
import { readAccountState, readLockoutPolicy } from './read-entries.ts';

const NOW = Date.parse('2026-11-22T04:30:15Z');
const ACCOUNT: AccountState = {
  passwordChangedAt: undefined,
  entryModifiedAt: undefined,
  isLocked: false,
  loginFailures: [],
  policyDn: undefined,
};
const POLICY: LockoutPolicy = { locksOut: true, maxFailures: 5, failuresForgottenAfter: 0 };

describe('whether a login may be tried', () => {
  const failedBefore = (...seconds: number[]): AccountState => ({
    ...ACCOUNT,
    loginFailures: seconds.map((each) => NOW - each * 1000),
  });

  test.each<[string, AccountState | undefined, LockoutPolicy | undefined, boolean]>([
    ['an account that we may not look at', undefined, undefined, true],
    ['an account that never failed', ACCOUNT, POLICY, true],
    ['a locked account', { ...ACCOUNT, isLocked: true }, POLICY, false],
    ['a locked account that no policy locks', { ...ACCOUNT, isLocked: true }, { ...POLICY, locksOut: false }, false],
    ['two attempts left', failedBefore(3, 2, 1), POLICY, true],
    ['one attempt left', failedBefore(4, 3, 2, 1), POLICY, false],
    ['failures that do not lock', failedBefore(4, 3, 2, 1), { ...POLICY, locksOut: false }, true],
    ['any number of failures', failedBefore(4, 3, 2, 1), { ...POLICY, maxFailures: 0 }, true],
    ['a policy that names no number', failedBefore(4, 3, 2, 1), { ...POLICY, maxFailures: undefined }, true],
    [
      'failures that are forgotten',
      failedBefore(400, 300, 200, 1),
      { ...POLICY, failuresForgottenAfter: 100_000 },
      true,
    ],
    ['no policy to read, and one failure', failedBefore(1), undefined, true],
    ['no policy to read, and two failures', failedBefore(2, 1), undefined, false],
  ])('%s', (_title, account, policy, expected) => {
    expect(decideMayTryLogin({ account, policy, threshold: 3, now: NOW })).toBe(expected);
  });
});

describe('whether a capture happened', () => {
  const changed = (milliseconds: number): AccountState => ({ ...ACCOUNT, passwordChangedAt: NOW + milliseconds });
  const modified = (milliseconds: number): AccountState => ({ ...ACCOUNT, entryModifiedAt: NOW + milliseconds });

  test.each<[string, AccountState, string]>([
    ['changed in the same second, of which the beginning is stamped', changed(-999), 'happened'],
    ['changed later', changed(60_000), 'happened'],
    ['changed two seconds before', changed(-2000), 'happened'],
    ['changed clearly before', changed(-2001), 'did-not-happen'],
    ['changed before, and the entry modified since', { ...changed(-9000), entryModifiedAt: NOW + 1 }, 'did-not-happen'],
    ['only known to be modified before', modified(-2001), 'did-not-happen'],
    ['only known to be modified at that moment', modified(-1000), 'happened'],
    ['only known to be modified later', modified(2001), 'unknown'],
    ['nothing known', ACCOUNT, 'unknown'],
  ])('%s: %s', (_title, state, expected) => {
    expect(decideCaptureHappened(state, NOW)).toBe(expected);
  });
});

describe('times of a directory', () => {
  test.each([
    ['20261122043015Z', NOW],
    ['20261122043015.123456Z', NOW + 123],
    ['20261122043015,5Z', NOW + 500],
    ['20261322043015Z', undefined],
    ['000001010000Z', undefined],
    ['20261122043015+0100', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseGeneralizedTime(text)).toBe(expected);
  });
});

describe('reading entries', () => {
  test('an account that was locked by hand is locked, although its time is none', () => {
    expect(readAccountState(new Map([['pwdaccountlockedtime', ['000001010000Z']]]))).toMatchObject({ isLocked: true });
  });

  test('attributes that are not there', () => {
    expect(readAccountState(new Map([['pwdfailuretime', []]]))).toEqual(ACCOUNT);
  });

  test('a policy counts in seconds', () => {
    const entry = new Map([
      ['pwdlockout', ['TRUE']],
      ['pwdmaxfailure', ['5']],
      ['pwdfailurecountinterval', ['30']],
    ]);
    expect(readLockoutPolicy(entry)).toEqual({ locksOut: true, maxFailures: 5, failuresForgottenAfter: 30_000 });
  });

  test('no entry', () => {
    expect([readAccountState(undefined), readLockoutPolicy(undefined)]).toEqual([undefined, undefined]);
  });
});

describe('lying below', () => {
  test.each([
    ['uid=a,ou=people,dc=x', true],
    ['UID=a, OU=People, dc=X', true],
    ['uid=a,ou=more,ou=people,dc=x', true],
    ['ou=people,dc=x', false],
    ['uid=a,ou=others,dc=x', false],
    ['uid=a,you=people,dc=x', false],
    [String.raw`uid=a\,ou=people,dc=x`, false],
    ['', false],
  ])('%s: %s', (dn, expected) => {
    expect(liesBelow('OU=people, dc=x', dn)).toBe(expected);
  });
});
