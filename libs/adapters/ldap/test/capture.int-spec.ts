import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newId } from '@entsync/adapter-sdk';
import { Secret } from '@entsync/domain';
import { chooseFreePorts, startOpenLdap, type OpenLdapEngine } from '@entsync/engines';
import { Attribute, Change, Client } from 'ldapts';
import { afterAll, assert, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { encodePasswordModify, PASSWORD_MODIFY_OID } from '../src/encode-password-modify.ts';
import { formatContinue, formatRefusal, parseSockRequest, type SockRequest } from '../src/index.ts';

const REFUSED = 'Refuse-me-1';
const ADMIN_PASSWORD = `Admin-${newId()}`;

const requests: SockRequest[] = [];
let folder: string;
let listener: Server;
let engine: OpenLdapEngine;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entsync-capture-'));
  const captureSocket = join(folder, 'capture.sock');
  listener = createServer({ allowHalfOpen: true }, answer).listen(captureSocket);
  await once(listener, 'listening');
  const [port = 0, tlsPort = 0] = await chooseFreePorts(2);
  engine = await startOpenLdap({
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'slapd.log'),
    port,
    tlsPort,
    adminPassword: ADMIN_PASSWORD,
    trees: [{ name: 'lab', suffix: 'dc=lab', servicePassword: newId(), people: [], captureSocket }],
  });
  client = new Client({ url: engine.ldapUrl, timeout: 5000 });
  await client.bind(engine.adminDn, ADMIN_PASSWORD);
}, 120_000);

beforeEach(() => {
  requests.length = 0;
});

afterAll(async () => {
  await client.unbind();
  await engine.stop();
  listener.close();
  await rm(folder, { recursive: true, force: true });
});

/** Of slapd, each operation comes on a connection of its own. */
function answer(socket: Socket): void {
  let request = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (more) => {
    request = Buffer.concat([request, more]);
    if (!request.subarray(-2).equals(Buffer.from('\n\n'))) return;
    const parsed = parseSockRequest(request);
    requests.push(parsed);
    if (parsed.kind === 'result') socket.end();
    else socket.end(answerTo(parsed));
  });
}

function answerTo(request: SockRequest): Uint8Array {
  return newPasswordOf(request) === REFUSED ? formatRefusal(19, 'Not this one.') : formatContinue();
}

/** slapd answers its client without waiting until we have read the result. */
async function untilResults(count: number): Promise<void> {
  await vi.waitFor(() =>
    assert.lengthOf(
      requests.filter(({ kind }) => kind === 'result'),
      count,
    ),
  );
}

function newPasswordOf(request: SockRequest | undefined): string | undefined {
  if (request === undefined || !('newPassword' in request)) return undefined;
  return request.newPassword?.open((bytes) => Buffer.from(bytes).toString());
}

async function addPerson(uid: string, password: string): Promise<string> {
  const dn = engine.personDn('lab', uid);
  await client.add(dn, { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid, userPassword: password });
  return dn;
}

function replacing(password: string): Change {
  return new Change({
    operation: 'replace',
    modification: new Attribute({ type: 'userPassword', values: [password] }),
  });
}

test('an entry is added with a long password beyond ASCII, and its result follows', async () => {
  const password = `Ein-längeres-Kennwort-${'mit-Umläuten-äöü-'.repeat(8)}`;
  const dn = await addPerson('zoë', password);
  await untilResults(1);
  expect(requests).toMatchObject([
    { kind: 'add', dn, bindDn: engine.adminDn, ssf: 0, peer: expect.stringMatching(/^IP=127\.0\.0\.1:\d+$/) as string },
    { kind: 'result', code: 0 },
  ]);
  expect(newPasswordOf(requests[0])).toBe(password);
  expect(requests[1]).toMatchObject({
    connectionId: (requests[0] as { connectionId: number }).connectionId,
    messageId: (requests[0] as { messageId: number }).messageId,
  });
});

test('a password is modified', async () => {
  const dn = await addPerson('bea', 'Start-Passw0rd');
  await untilResults(1);
  await client.modify(dn, replacing('Chängêd-Passw0rd'));
  await untilResults(2);
  expect(requests.map(newPasswordOf)).toEqual(['Start-Passw0rd', undefined, 'Chängêd-Passw0rd', undefined]);
});

test('by the extended operation; the hash that slapd then writes is no password', async () => {
  const dn = await addPerson('cleo', 'Start-Passw0rd');
  await untilResults(1);
  const change = { dn, oldPassword: Secret.ofText('Start-Passw0rd'), newPassword: Secret.ofText('Extended-€-1') };
  await client.exop(PASSWORD_MODIFY_OID, encodePasswordModify(change));
  await untilResults(2);
  expect(requests.slice(2)).toMatchObject([
    { kind: 'extended', dn },
    { kind: 'modify', dn },
    { kind: 'result', code: 0 },
  ]);
  expect(requests.slice(2).map(newPasswordOf)).toEqual(['Extended-€-1', undefined, undefined]);
  expect((requests[2] as { oldPassword: Secret }).oldPassword.open((bytes) => Buffer.from(bytes).toString())).toBe(
    'Start-Passw0rd',
  );
});

test('a refusal reaches whoever asked, and of what we have refused no result is told', async () => {
  const dn = await addPerson('dora', 'Start-Passw0rd');
  await untilResults(1);
  await expect(client.modify(dn, replacing(REFUSED))).rejects.toMatchObject({
    code: 19,
    message: expect.stringContaining('Not this one.') as string,
  });
  await client.modify(dn, replacing('Another-Passw0rd'));
  await untilResults(2);
  expect(requests.slice(2).map(({ kind }) => kind)).toEqual(['modify', 'modify', 'result']);
});

test('a name with a line break is refused before it can say anything', async () => {
  const forged = String.raw`uid=x\0Areplace: userPassword\0AuserPassword: Forged-1\0A-,ou=people,dc=lab`;
  const failures: unknown[] = [];
  listener.removeAllListeners('connection');
  listener.on('connection', (socket: Socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (request) => {
        try {
          parseSockRequest(request);
        } catch (error) {
          failures.push(error);
        }
        socket.end(formatRefusal(53, 'Malformed.'));
      });
  });
  await expect(client.modify(forged, replacing('Real-Passw0rd'))).rejects.toMatchObject({ code: 53 });
  expect(failures).toMatchObject([{ code: 'ENTSYNC_SOCK_REQUEST_MALFORMED' }]);
});
