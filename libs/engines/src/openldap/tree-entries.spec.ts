import { expect, test } from 'vitest';

import { treeEntries } from './tree-entries.ts';

const ENTRIES = treeEntries({
  suffix: 'dc=ext,dc=test',
  serviceHash: '{SSHA}service',
  people: [{ uid: 'alice', cn: 'Alice Archer', hash: '{SSHA}alice' }],
});

function valuesOf(dn: string, name: string): string[] {
  const entry = ENTRIES.find((each) => each.dn === dn);
  return (entry?.attributes ?? []).filter(([each]) => each === name).map(([, value]) => value);
}

test('an entry comes behind the one that it lies in', () => {
  const names = ENTRIES.map(({ dn }) => dn);
  for (const [index, dn] of names.slice(1).entries()) {
    const parent = dn.slice(dn.indexOf(',') + 1);
    expect(names.slice(0, index + 1)).toContain(parent);
  }
});

test('a person is an inetOrgPerson with a family name', () => {
  const dn = 'uid=alice,ou=people,dc=ext,dc=test';
  expect(valuesOf(dn, 'objectClass')).toEqual(['inetOrgPerson']);
  expect(valuesOf(dn, 'sn')).toEqual(['Archer']);
  expect(valuesOf(dn, 'userPassword')).toEqual(['{SSHA}alice']);
});

test('people are locked after three failures, the service never', () => {
  expect(valuesOf('cn=default,ou=policies,dc=ext,dc=test', 'pwdMaxFailure')).toEqual(['3']);
  const [policy = ''] = valuesOf('cn=entsync,dc=ext,dc=test', 'pwdPolicySubentry');
  expect(valuesOf(policy, 'pwdLockout')).toEqual(['FALSE']);
});

test('a tree may begin with an organization', () => {
  const [top] = treeEntries({ suffix: 'o=Mail', serviceHash: '{SSHA}x', people: [] });
  expect(top).toEqual({
    dn: 'o=Mail',
    attributes: [
      ['objectClass', 'organization'],
      ['o', 'Mail'],
    ],
  });
});
