import { expect, test } from 'vitest';

import { accountKey, isNeverSynchronized, parseWindowsAccount, WINDOWS, windowsAccount } from './account.ts';

test('the system of Windows accounts is called windows', () => {
  expect(WINDOWS).toBe('windows');
});

test('L12: two accounts have one key only if system and account are equal, letter by letter', () => {
  const ann = accountKey({ system: 'ldap', account: 'ann' });
  expect(ann).toBe('ldap\u0000ann');
  expect(accountKey({ system: 'ldap', account: 'Ann' })).not.toBe(ann);
  expect(accountKey({ system: 'LDAP', account: 'ann' })).not.toBe(ann);
  expect(accountKey({ system: 'ldapa', account: 'nn' })).not.toBe(ann);
});

test('L12: a Windows account is known in lower case', () => {
  expect(windowsAccount('CORP', 'Ann.Ö')).toBe('corp\\ann.ö');
});

test.each([
  ['CORP\\ann', { domain: 'CORP', user: 'ann' }],
  ['corp.example\\Ann Lee', { domain: 'corp.example', user: 'Ann Lee' }],
  ['CORP\\ann@home', { domain: 'CORP', user: 'ann@home' }],
  ['CORP\\DC1$', { domain: 'CORP', user: 'DC1$' }],
])('%s is a Windows account', (text, account) => {
  expect(parseWindowsAccount(text)).toStrictEqual(account);
});

test.each([
  '',
  'ann',
  '\\ann',
  'CORP\\',
  'CORP/ann',
  'ann@corp.example',
  'CORP\\ann\\x',
  'CORP\\ann/x',
  'CO RP\\ann',
  'CO/RP\\ann',
  'me@CORP\\ann',
  ' CORP\\ann',
])('%j is not a Windows account', (text) => {
  expect(parseWindowsAccount(text)).toBeUndefined();
});

test.each(['DC1$', 'krbtgt', 'KRBTGT', 'Administrator', 'administrator', 'Guest', 'gUEST'])(
  'L12: %s is never synchronized unless an operator names it',
  (user) => {
    expect(isNeverSynchronized(user)).toBe(true);
  },
);

test.each(['ann', '$ann', 'an$n', 'guests', 'my-guest', 'administrators', ''])(
  'L12: %j may be synchronized',
  (user) => {
    expect(isNeverSynchronized(user)).toBe(false);
  },
);
