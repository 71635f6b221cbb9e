import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { CaptureListener } from '../../test/capture-listener.ts';
import * as ldap from '../../test/ldap-tools.ts';
import { watchProcesses, type Sighting } from '../../test/watch-processes.ts';
import { chooseFreePorts } from '../network/choose-free-ports.ts';
import { runTool } from '../process/run-tool.ts';
import { installDebianPackages } from './install-debian-packages.ts';
import { startOpenLdap, type OpenLdapEngine, type OpenLdapOptions } from './start-openldap.ts';

const PASSWORDS = {
  admin: 'administrator-pw-11',
  hrService: 'service-of-hr-22',
  mailService: 'service-of-mail-33',
  alice: 'alice-begins-44',
  juergen: 'jürgen-begins-55',
};

/** What the tests below set. */
const SET_LATER = ['bob-is-new-1', 'by-admin-1', 'captured-1', 'captured-2', 'with-capture-1', 'bob-survives-1'];

let folder: string;
let options: OpenLdapOptions;
let server: OpenLdapEngine;
let capture: CaptureListener;
let sighting: Sighting;

beforeAll(async () => {
  await installDebianPackages(['slapd', 'ldap-utils']);
  folder = await mkdtemp(join(tmpdir(), 'entsync-openldap-'));
  const [port = 0, tlsPort = 0] = await chooseFreePorts(2);
  options = {
    dataDir: join(folder, 'my data'),
    logFile: join(folder, 'slapd.log'),
    port,
    tlsPort,
    adminPassword: PASSWORDS.admin,
    trees: [
      {
        name: 'hr',
        suffix: 'dc=hr,dc=test',
        servicePassword: PASSWORDS.hrService,
        captureSocket: join(folder, 'hr.sock'),
        people: [
          { uid: 'alice', cn: 'Alice Archer', password: PASSWORDS.alice },
          { uid: 'jürgen, the 2nd', cn: 'Jürgen Jäger', password: PASSWORDS.juergen },
        ],
      },
      {
        name: 'mail',
        suffix: 'o=mail',
        servicePassword: PASSWORDS.mailService,
        people: ['alice', 'bob', 'carol'].map((uid) => ({ uid, cn: uid, password: PASSWORDS.alice })),
      },
    ],
  };
  const stopWatching = watchProcesses(Object.values(PASSWORDS).map((each) => Buffer.from(each).toString('latin1')));
  server = await startOpenLdap(options);
  sighting = await stopWatching();
  capture = await CaptureListener.listenAt(join(folder, 'hr.sock'));
});

afterAll(async () => {
  await capture.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function login(dn: string, password: string): ldap.LdapLogin {
  return { url: server.ldapsUrl, caFile: server.caFile, dn, password, folder };
}

const asAdmin = (): ldap.LdapLogin => login(server.adminDn, PASSWORDS.admin);
const asMailService = (): ldap.LdapLogin => login(server.serviceDn('mail'), PASSWORDS.mailService);
const asPerson = (tree: string, uid: string, password: string): ldap.LdapLogin =>
  login(server.personDn(tree, uid), password);

test('people log on, over TLS that their client has checked and without', async () => {
  const alice = asPerson('hr', 'alice', PASSWORDS.alice);
  expect((await ldap.whoAmI(alice)).output).toBe(`dn:${server.personDn('hr', 'alice')}\n`);
  expect((await ldap.whoAmI({ ...alice, url: server.ldapUrl })).code).toBe(0);
  expect((await ldap.whoAmI({ ...alice, password: 'wrong' })).code).toBe(49);
  expect((await ldap.whoAmI(asPerson('hr', 'jürgen, the 2nd', PASSWORDS.juergen))).code).toBe(0);
});

test('the certificate is for the loopback address and for localhost', async () => {
  const ca = await readFile(server.caFile, 'utf8');
  for (const servername of ['localhost', undefined]) {
    const authorized = await new Promise((resolve, reject) => {
      const socket = connectTls({ port: options.tlsPort, host: '127.0.0.1', ca, ...(servername && { servername }) });
      socket.once('secureConnect', () => resolve(socket.destroy() && socket.authorized));
      socket.once('error', reject);
    });
    expect(authorized).toBe(true);
  }
});

test('the service sets a password, which counts at once', async () => {
  const bob = server.personDn('mail', 'bob');
  expect((await ldap.setPassword(asMailService(), bob, 'bob-is-new-1')).code).toBe(0);
  expect((await ldap.whoAmI(login(bob, 'bob-is-new-1'))).code).toBe(0);
  expect((await ldap.whoAmI(login(bob, PASSWORDS.alice))).code).toBe(49);
});

test('the service learns whether an account is missing and whether a password is refused', async () => {
  const carol = server.personDn('mail', 'carol');
  expect((await ldap.setPassword(asMailService(), server.personDn('mail', 'nobody'), 'long-enough-1')).code).toBe(32);
  expect((await ldap.setPassword(asMailService(), carol, 'short')).code).toBe(19);
  expect((await ldap.setPassword(asMailService(), carol, '{SSHA}cmVhZHktbWFkZS1oYXNoZXM=')).code).toBe(19);
  for (const password of ['history-aa-1', 'history-bb-2']) {
    expect((await ldap.setPassword(asMailService(), carol, password)).code).toBe(0);
  }
  expect((await ldap.setPassword(asMailService(), carol, 'history-aa-1')).code).toBe(19);
});

test.each([
  { tree: 'hr', suffix: 'dc=hr,dc=test', password: PASSWORDS.hrService, other: 'mail' },
  { tree: 'mail', suffix: 'o=mail', password: PASSWORDS.mailService, other: 'hr' },
])('the service of $tree can do nothing else', async ({ tree, suffix, password, other }) => {
  const service = login(server.serviceDn(tree), password);
  const alice = server.personDn(tree, 'alice');
  const forbidden = [
    `dn: ${alice}\nchangetype: modify\nreplace: sn\nsn: Changed\n`,
    `dn: ${alice}\nchangetype: delete\n`,
    `dn: ${alice}\nchangetype: modrdn\nnewrdn: uid=malice\ndeleteoldrdn: 1\n`,
    `dn: uid=eve,ou=people,${suffix}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: eve\ncn: Eve\nsn: Eve\n`,
    `dn: ou=people,${suffix}\nchangetype: modify\nreplace: description\ndescription: Changed\n`,
    `dn: ${server.serviceDn(tree)}\nchangetype: modify\nreplace: userPassword\nuserPassword: another-service-1\n`,
    `dn: ${server.personDn(other, 'alice')}\nchangetype: modify\nreplace: userPassword\nuserPassword: another-tree-1\n`,
  ];
  const codes: number[] = [];
  for (const ldif of forbidden) codes.push((await ldap.modify(service, ldif)).code);
  expect(codes.filter((code) => code !== 32 && code !== 50)).toEqual([]);
  expect((await ldap.search(service, suffix)).output).toBe('');
  expect((await ldap.search(service, server.logDn(tree))).output).toBe('');
});

test('who guesses three times locks a person, but never the service', async () => {
  const carol = server.personDn('mail', 'carol');
  await ldap.setPassword(asMailService(), carol, 'locked-out-1');
  for (let guess = 0; guess < 4; guess += 1) {
    await ldap.whoAmI(login(carol, 'guess'));
    await ldap.whoAmI({ ...asMailService(), password: 'guess' });
  }
  expect((await ldap.whoAmI(login(carol, 'locked-out-1'))).code).toBe(49);
  expect((await ldap.whoAmI(asMailService())).code).toBe(0);
});

test('the administrator manages every tree, and finds in its log who changed what', async () => {
  const alice = server.personDn('mail', 'alice');
  expect((await ldap.setPassword(asAdmin(), alice, 'by-admin-1')).code).toBe(0);
  expect((await ldap.search(asAdmin(), 'dc=hr,dc=test', '(uid=alice)', 'userPassword')).output).toContain(
    'userPassword',
  );
  const { output } = await ldap.search(asAdmin(), server.logDn('mail'), `(reqDN=${alice})`, 'reqAuthzID', 'reqMod');
  expect(output).toContain(`reqAuthzID: ${server.adminDn}`);
  expect(output).not.toContain('by-admin-1');
});

test('a capture sees the password, who set it, and the result', async () => {
  const alice = server.personDn('hr', 'alice');
  const before = capture.seen.length;
  await ldap.setPassword(login(server.serviceDn('hr'), PASSWORDS.hrService), alice, 'captured-1');
  const [change = '', result = ''] = capture.seen.slice(before);
  expect(change).toMatch(/^MODIFY\n/);
  expect(change).toContain(`binddn: ${server.serviceDn('hr')}`);
  expect(change).toContain(`dn: ${alice}`);
  expect(change).toContain(`userPassword:: ${Buffer.from('captured-1').toString('base64')}\n`);
  expect(result).toMatch(/^RESULT\n[^]*code: 0\n/);
});

test('a capture sees a person change the password by the extended operation', async () => {
  const juergen = asPerson('hr', 'jürgen, the 2nd', PASSWORDS.juergen);
  const before = capture.seen.length;
  expect((await ldap.changeOwnPassword(juergen, 'captured-2')).code).toBe(0);
  expect(capture.seen[before]).toMatch(/^EXTENDED\n/);
  expect((await ldap.whoAmI({ ...juergen, password: 'captured-2' })).code).toBe(0);
});

test('without anybody at the socket nothing is written, and people still log on', async () => {
  const service = login(server.serviceDn('hr'), PASSWORDS.hrService);
  const alice = server.personDn('hr', 'alice');
  await ldap.setPassword(service, alice, 'with-capture-1');
  await capture.close();
  expect((await ldap.setPassword(service, alice, 'without-capture-1')).code).toBe(80);
  expect((await ldap.whoAmI(login(alice, 'with-capture-1'))).code).toBe(0);
  capture = await CaptureListener.listenAt(join(folder, 'hr.sock'));
});

test('what was set survives kill -9, and the trees are not made anew', async () => {
  const bob = server.personDn('mail', 'bob');
  await ldap.setPassword(asMailService(), bob, 'bob-survives-1');
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  const { caFile } = server;
  const authority = await readFile(caFile, 'utf8');
  server = await startOpenLdap({ ...options, adminPassword: 'administrator-pw-99' });
  expect((await ldap.whoAmI(login(bob, 'bob-survives-1'))).code).toBe(0);
  expect((await ldap.whoAmI(login(server.adminDn, 'administrator-pw-99'))).code).toBe(0);
  expect(await readFile(caFile, 'utf8')).toBe(authority);
});

test('a tree can be added later', async () => {
  await server.stop();
  const people = [{ uid: 'dave', cn: 'Dave', password: PASSWORDS.alice }];
  const added = { name: 'late', suffix: 'dc=late', servicePassword: 'service-of-late-1', people };
  server = await startOpenLdap({ ...options, trees: [...options.trees, added] });
  expect((await ldap.whoAmI(asPerson('late', 'dave', PASSWORDS.alice))).code).toBe(0);
  expect((await ldap.whoAmI(login(server.personDn('mail', 'bob'), 'bob-survives-1'))).code).toBe(0);
});

test('no password was in a command line or an environment while it was made', () => {
  expect(sighting.looks).toBeGreaterThan(5);
  expect(sighting.found).toEqual([]);
});

test('no password is in a file or in the log, and nobody else can enter the data folder', async () => {
  expect((await stat(options.dataDir)).mode & 0o777).toBe(0o700);
  const patterns = join(folder, 'patterns');
  await writeFile(patterns, [...Object.values(PASSWORDS), ...SET_LATER].join('\n'));
  const found = runTool('grep', ['-rlF', '-f', patterns, options.dataDir, options.logFile]);
  await expect(found).rejects.toMatchObject({ cause: { code: 1, stdout: '' } });
});

test('a client that says nothing does not keep it from stopping', async () => {
  const silent = connect(options.port, '127.0.0.1');
  silent.on('error', () => undefined);
  const before = performance.now();
  await server.stop();
  expect(performance.now() - before).toBeLessThan(5_000);
  silent.destroy();
});
