import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ACCOUNT_FORMS, canonicalAccount } from './account-form.ts';

test('L12: there are three forms of an account', () => {
  expect(ACCOUNT_FORMS).toEqual(['exact', 'lower-case', 'ldap-dn']);
});

test.each(['Ann', ' ann ', 'CN=Ann, OU=People'])('L12: in the exact form every character of %j counts', (account) => {
  expect(canonicalAccount('exact', account)).toBe(account);
});

test('L12: in the lower-case form only the case of letters does not count', () => {
  expect(canonicalAccount('lower-case', 'ANN.Ö ')).toBe('ann.ö ');
  expect(canonicalAccount('lower-case', 'CN=Ann, OU=X')).toBe('cn=ann, ou=x');
});

test.each([
  ['types and values without case', 'CN=Ann,OU=People,DC=Corp', 'cn=ann,ou=people,dc=corp'],
  ['no spaces around commas', 'cn=ann , ou=people,  dc=corp', 'cn=ann,ou=people,dc=corp'],
  ['no spaces around the equals sign', 'cn = ann,ou =people,dc= corp', 'cn=ann,ou=people,dc=corp'],
  ['no spaces around the whole', '  cn=ann,dc=corp  ', 'cn=ann,dc=corp'],
  ['inner runs of spaces as one', 'cn=Ann   Mary  Lee,dc=corp', 'cn=ann mary lee,dc=corp'],
  ['a single inner space stays', 'cn=Ann Lee,dc=corp', 'cn=ann lee,dc=corp'],
  ['an equals sign in a value stays', 'cn=a=b==c,dc=corp', 'cn=a=b==c,dc=corp'],
  ['an escaped comma is part of the value', 'CN=Lee\\, Ann , OU=People', 'cn=lee\\, ann,ou=people'],
  ['spaces behind an escaped comma are inner ones', 'cn=Lee\\,  Ann,dc=corp', 'cn=lee\\, ann,dc=corp'],
  ['an escaped plus is part of the value', 'cn=b\\+a,dc=corp', 'cn=b\\+a,dc=corp'],
  ['the parts of a multi-valued name have no order', 'uid=7+CN=Ann,dc=corp', 'cn=ann+uid=7,dc=corp'],
  ['nor spaces around their plus', 'uid=7 + cn=ann,dc=corp', 'cn=ann+uid=7,dc=corp'],
  ['no spaces around a comma behind an escaped backslash', 'cn=ann\\\\ , dc=corp', 'cn=ann\\\\,dc=corp'],
  ['the names themselves keep their order', 'ou=b,ou=a', 'ou=b,ou=a'],
])('L12: in the ldap-dn form there are %s', (_what, account, canonical) => {
  expect(canonicalAccount('ldap-dn', account)).toBe(canonical);
});

test.each([
  ['cn=ann,ou=people', 'cn=ann\\,ou=people'],
  ['cn=a+uid=b', 'cn=a\\+uid=b'],
  ['cn=ann\\ ,dc=corp', 'cn=ann\\,dc=corp'],
  ['cn=annlee,dc=corp', 'cn=ann lee,dc=corp'],
  ['ou=a,ou=b', 'ou=b,ou=a'],
])('L12: %s and %s are two accounts', (one, other) => {
  expect(canonicalAccount('ldap-dn', one)).not.toBe(canonicalAccount('ldap-dn', other));
});

test.each(ACCOUNT_FORMS)('L12: the %s form of a canonical account is itself', (form) => {
  const part = fc.record({
    type: fc.constantFrom('cn', 'UID', ' ou '),
    value: fc.stringMatching(/^[ A-Za-z0-9=.]{0,12}$/),
    separator: fc.constantFrom(',', ' , ', '+', ' + '),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const account = parts.map(({ type, value, separator }) => `${type}=${value}${separator}`).join('');
      const once = canonicalAccount(form, account);
      expect(canonicalAccount(form, once)).toBe(once);
    }),
    { numRuns: 300 },
  );
});
