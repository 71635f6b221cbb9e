import type { SockExtended, SockModify } from '@entsync/adapter-kind-ldap';
import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { AnnouncedChanges } from './announced-changes.ts';
import { changeOfRequest } from './change-of-request.ts';

const operation = { connectionId: 1000, messageId: 2, bindDn: '', peer: 'IP=192.0.2.1:1', ssf: 0 };

function modify(dn: string, bindDn = ''): SockModify {
  const newPassword = Secret.ofText('New-Passw0rd');
  return { kind: 'modify', ...operation, bindDn, dn, newPassword, oldPassword: undefined };
}

function extended(dn: string | undefined): SockExtended {
  const { newPassword, oldPassword } = modify('');
  return {
    kind: 'extended',
    ...operation,
    oid: '1.3.6.1.4.1.4203.1.11.1',
    dn,
    user: undefined,
    newPassword,
    oldPassword,
  };
}

test('an account has one name, however it is spelled', () => {
  expect(changeOfRequest(modify('UID=Ann , OU=People,DC=lab'))?.account).toBe('uid=ann,ou=people,dc=lab');
});

test('who asks is left out where nobody does, or where the name could hold a password', () => {
  expect(changeOfRequest(modify('uid=ann,dc=lab', 'CN=Admin,DC=lab'))?.actor).toBe('cn=admin,dc=lab');
  expect(changeOfRequest(modify('uid=ann,dc=lab'))?.actor).toBeUndefined();
  expect(changeOfRequest(modify('uid=ann,dc=lab', 'uid=x+2.5.4.35=secret,dc=lab'))?.actor).toBeUndefined();
});

test.each(['userPassword=x,dc=lab', 'uid=a+USERPASSWORD = x,dc=lab', 'uid=a, 2.5.4.35=x,dc=lab', 'oid.2.5.4.35=x'])(
  'a name that is made of a password is not written down: %s',
  (dn) => {
    expect(() => changeOfRequest(modify(dn))).toThrow(expect.objectContaining({ code: 'ENTSYNC_CAPTURE_REFUSED' }));
  },
);

test('an account that is not named by its distinguished name is refused', () => {
  expect(() => changeOfRequest(extended(undefined))).toThrow(/distinguished name/);
});

test('what an extended operation asks for is held when slapd begins to do it, and once', () => {
  const announced = new AnnouncedChanges();
  const change = changeOfRequest(extended('UID=ann,dc=lab'))!;
  announced.add(extended('UID=ann,dc=lab'), change);
  expect(announced.take({ ...modify('uid=ann,dc=lab'), messageId: 3 })).toBeUndefined();
  expect(announced.take(modify('uid=Ann,dc=lab'))).toBe(change);
  expect(announced.take(modify('uid=Ann,dc=lab'))).toBeUndefined();
});

test('an extended operation that does something to another account is refused, and its password wiped', () => {
  const announced = new AnnouncedChanges();
  const change = changeOfRequest(extended('uid=ann,dc=lab'))!;
  announced.add(extended('uid=ann,dc=lab'), change);
  expect(() => announced.take(modify('uid=bob,dc=lab'))).toThrow(/as the directory does/);
  expect(change.passwords.newPassword.byteLength).toBe(0);
});
