import { expect, test } from 'vitest';

import { slapdConf } from './slapd-conf.ts';

const CONF = slapdConf({
  dataDir: '/my data',
  certificateFile: '/tls/server.pem',
  keyFile: '/tls/key.pem',
  adminHash: '{SSHA}admin',
  trees: [
    { name: 'hr', suffix: 'dc=hr,dc=test', captureSocket: '/run/hr.sock' },
    { name: 'mail', suffix: 'o=mail' },
  ],
});

/** From one `database` line to the next. */
function databaseOf(suffix: string): string {
  return CONF.split(/^database /m).find((text) => text.includes(`suffix "${suffix}"`)) ?? '';
}

test('paths with spaces are quoted', () => {
  expect(databaseOf('o=mail')).toContain('directory "/my data/trees/mail"');
});

test('the overlay that captures is the last one, so that it sees the password before it is hashed', () => {
  expect(databaseOf('dc=hr,dc=test').match(/^overlay .+$/gm)).toEqual([
    'overlay ppolicy',
    'overlay accesslog',
    'overlay sock',
  ]);
  expect(databaseOf('dc=hr,dc=test')).toContain('socketpath "/run/hr.sock"\n');
});

test('a tree without capture has no such overlay', () => {
  expect(databaseOf('o=mail')).not.toContain('sock');
});

test('a log is configured before the tree that writes into it', () => {
  expect(CONF.indexOf('suffix "cn=hr-log"')).toBeLessThan(CONF.indexOf('logdb "cn=hr-log"'));
});

test('no database but the administrative one has a password, and that is a hash', () => {
  expect(CONF.match(/^rootpw .+$/gm)).toEqual(['rootpw "{SSHA}admin"']);
  expect(databaseOf('cn=lab')).toContain('rootpw');
});

test('the service may write only passwords, and only of people; and read what tells about locks and policies', () => {
  const lines = databaseOf('o=mail').split('\n');
  const grants = lines.flatMap((line, at) => (line.includes('cn=entsync') ? [at] : []));
  expect(grants.map((at) => lines[at])).toEqual([
    '  by dn.exact="cn=entsync,o=mail" =xw',
    '  by dn.exact="cn=entsync,o=mail" read',
    '  by dn.exact="cn=entsync,o=mail" read',
  ]);
  expect(lines[grants[0]! - 2]).toBe('access to dn.onelevel="ou=people,o=mail" attrs=userPassword');
  expect(lines[grants[1]! - 1]).toContain('access to dn.subtree="ou=people,o=mail" attrs=entry,objectClass,pwd');
  expect(lines[grants[2]! - 1]).toBe('access to dn.subtree="ou=policies,o=mail"');
});

test('under capture the service may write the entry as such, which the overlay asks for', () => {
  const grants = databaseOf('dc=hr,dc=test').match(/^.*cn=entsync.*$/gm);
  expect(grants).toHaveLength(4);
  expect(databaseOf('dc=hr,dc=test')).toContain('access to dn.onelevel="ou=people,dc=hr,dc=test" attrs=entry\n');
});

test('quotes and backslashes cannot end a value, and line ends are refused', () => {
  const setup = { dataDir: '/a"b\\c', certificateFile: '/c', keyFile: '/k', adminHash: 'x', trees: [] };
  expect(slapdConf(setup)).toContain(String.raw`directory "/a\"b\\c/admin"`);
  expect(() => slapdConf({ ...setup, adminHash: 'x\nrootpw y' })).toThrow('one line');
});
