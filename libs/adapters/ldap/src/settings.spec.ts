import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { ldapSettingsSchema } from './settings.ts';

const LEAST = { url: 'ldaps://ldap.example.com', bindDn: 'cn=entsync,dc=x', baseDn: 'ou=people,dc=x' };

describe('the settings', () => {
  test('are safe when nothing more is said', () => {
    expect(ldapSettingsSchema.parse(LEAST)).toEqual({
      ...LEAST,
      startTls: false,
      method: 'exop',
      verifyByBind: true,
      lockoutThreshold: 3,
      connectTimeout: 5000,
      operationTimeout: 10_000,
      maxConnections: 8,
    });
  });

  test.each<[string, object]>([
    ['ldap:// with StartTLS', { url: 'ldap://ldap.example.com:389', startTls: true, caFile: 'ca.pem' }],
    ['ldap:// on this machine', { url: 'ldap://127.0.0.1:389' }],
    ['ldap:// on this machine, by IPv6', { url: 'ldap://[::1]' }],
    ['ldaps:// by address', { url: 'ldaps://[2001:db8::1]:636/' }],
  ])('%s', (_title, settings) => {
    expect(ldapSettingsSchema.safeParse({ ...LEAST, ...settings }).success).toBe(true);
  });

  test.each<[string, object]>([
    ['passwords on the network unprotected', { url: 'ldap://ldap.example.com' }],
    ['a name that only looks like this machine', { url: 'ldap://localhost.example.com' }],
    ['StartTLS on top of TLS', { startTls: true }],
    ['a CA file without TLS', { url: 'ldap://localhost', caFile: 'ca.pem' }],
    ['another protocol', { url: 'https://ldap.example.com' }],
    ['a password in the address', { url: 'ldaps://cn=x:secret@ldap.example.com' }],
    ['a search in the address', { url: 'ldaps://ldap.example.com/dc=x' }],
    ['a password', { password: 'x' }],
  ])('not: %s', (_title, settings) => {
    expect(ldapSettingsSchema.safeParse({ ...LEAST, ...settings }).success).toBe(false);
  });

  test('are all described for administrators', () => {
    const { properties } = z.toJSONSchema(ldapSettingsSchema, { io: 'input' });
    expect(Object.values(properties ?? {}).map((each) => typeof each === 'object' && each.description)).not.toContain(
      undefined,
    );
  });
});
