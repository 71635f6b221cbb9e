import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { CapturedTree, passwordModify, replacing } from './captured-tree.ts';
import { ask, ShimProcess } from './shim-process.ts';

let tree: CapturedTree;
let shim: ShimProcess;

beforeAll(async () => {
  tree = await CapturedTree.start();
});

beforeEach(async () => {
  shim = await ShimProcess.start(tree.environment);
  await tree.writeRecipient();
});

afterEach(async () => {
  await shim.end('SIGKILL');
  await tree.emptySpool();
});

afterAll(() => tree.stop());

/** slapd answers its client without waiting until the shim has read the result. */
async function untilDecided(): Promise<void> {
  await vi.waitFor(async () => assert.deepEqual(await tree.namesOf('.half'), []), { timeout: 5_000 });
}

async function person(uid: string, password = 'Start-Passw0rd'): Promise<string> {
  const dn = await tree.addPerson(uid, password);
  await untilDecided();
  await tree.emptySpool();
  return dn;
}

function replace(dn: string, password: string): Promise<void> {
  return tree.asAdmin((client) => client.modify(dn, replacing('userPassword', password)));
}

async function sentPasswords(): Promise<string[]> {
  return (await tree.sent()).map(({ newPassword }) => newPassword);
}

/** Milliseconds. Built, it starts within one second; from the sources on a busy machine it takes longer. */
const STARTED_WITHIN = 4_000;

/** When no result is on its way any more. */
async function settledCount(): Promise<number> {
  await sleep(500);
  return (await tree.sent()).length;
}

/** As a slapd writes it. */
function modifyRequest(account: string, password: string, messageId = 2): string {
  const value = Buffer.from(password).toString('base64');
  return `MODIFY\nmsgid: ${messageId}\n${ASKED_BY}suffix: dc=lab\ndn: ${account}\nreplace: userPassword\nuserPassword:: ${value}\n-\n\n`;
}

function resultRequest(code: number, messageId = 2): string {
  return `RESULT\nmsgid: ${messageId}\n${ASKED_BY}code: ${code}\n\n`;
}

/** The last code counts. */
const REFUSED = /^RESULT\n(?!CONTINUE)[\s\S]*\ncode: 53\ninfo: .+\n\n$/;
const ASKED_BY = 'binddn: cn=admin,cn=lab\npeername: IP=127.0.0.1:1\nssf: 0\nconnid: 1000\n';

describe('a change that happens', () => {
  test('by RFC 3062 lies in the spool with the old password, whose it is and who did it', async () => {
    const dn = await person('ann');
    await tree.as({ dn, password: 'Start-Passw0rd' }, (client) =>
      passwordModify(client, {
        dn: 'UID=Ann, OU=People, DC=lab',
        oldPassword: 'Start-Passw0rd',
        newPassword: 'Nächste-€-1',
      }),
    );
    await untilDecided();
    expect(await tree.sent()).toMatchObject([
      {
        newPassword: 'Nächste-€-1',
        oldPassword: 'Start-Passw0rd',
        record: { system: 'lab-ldap', account: 'uid=ann,ou=people,dc=lab', actor: 'uid=ann,ou=people,dc=lab' },
      },
    ]);
    expect(await tree.logsIn(dn, 'Nächste-€-1')).toBe(true);
  });

  test('by replace lies in the spool when the client has its answer', async () => {
    const dn = await person('bea');
    await replace(dn, 'Replaced-Passw0rd');
    expect(await tree.kept()).toMatchObject([
      { newPassword: 'Replaced-Passw0rd', record: { account: dn, actor: 'cn=admin,cn=lab' } },
    ]);
    await untilDecided();
    expect(await sentPasswords()).toEqual(['Replaced-Passw0rd']);
  });

  test('with a new entry lies in the spool', async () => {
    await tree.addPerson('cleo', 'First-Passw0rd');
    await untilDecided();
    expect(await tree.sent()).toMatchObject([{ newPassword: 'First-Passw0rd', oldPassword: undefined }]);
  });

  test('can be read by nobody but the store, neither in the spool nor in the log', async () => {
    const password = 'Canary-Kanarienvögel-€-7';
    await replace(await person('canary'), password);
    await untilDecided();
    const spool = await tree.spoolBytes();
    const log = Buffer.from(shim.output);
    expect(spool.includes('uid=canary,ou=people,dc=lab')).toBe(true);
    expect(log.includes('uid=canary,ou=people,dc=lab')).toBe(true);
    for (const bytes of [Buffer.from(password), Buffer.from(password, 'utf16le')]) {
      const inner = [0, 1, 2].map((skipped) => bytes.subarray(skipped, skipped + 15).toString('base64'));
      for (const form of [bytes, bytes.toString('hex'), ...inner]) {
        expect(spool.includes(form)).toBe(false);
        expect(log.includes(form)).toBe(false);
      }
    }
  });

  test('lies there for its owner only, and only the group of the socket may connect', async () => {
    await replace(await person('dan'), 'Private-Passw0rd');
    await untilDecided();
    const names = await readdir(tree.spool);
    expect(names).toEqual(expect.arrayContaining(['shim.json', 'spool.json', expect.stringMatching(/\.rec$/)]));
    for (const name of names.filter((each) => each !== 'recipient.json'))
      expect((await stat(path.join(tree.spool, name))).mode & 0o777).toBe(0o600);
    expect((await stat(tree.spool)).mode & 0o777).toBe(0o700);
    expect((await stat(tree.environment.SOCKET)).mode & 0o777).toBe(0o660);
  });

  test('keeps its place among the changes of its account that are made at the same time', async () => {
    const dn = await person('eve');
    const passwords = Array.from({ length: 12 }, (_, index) => `Race-${index}-Passw0rd`);
    await Promise.all(passwords.map((password) => replace(dn, password)));
    await untilDecided();
    const sent = await sentPasswords();
    expect(sent.toSorted()).toEqual(passwords.toSorted());
    expect(await tree.logsIn(dn, sent.at(-1) ?? '')).toBe(true);
  });
});

describe('nothing is sent of', () => {
  test('a password that the policy of the directory refuses', async () => {
    const dn = await person('fay');
    await tree.as({ dn, password: 'Start-Passw0rd' }, async (client) => {
      await expect(client.modify(dn, replacing('userPassword', 'short'))).rejects.toMatchObject({ code: 19 });
      await expect(passwordModify(client, { dn, newPassword: 'brief' })).rejects.toMatchObject({ code: 19 });
    });
    await untilDecided();
    expect(await tree.sent()).toEqual([]);
  });

  test('a change with a wrong old password', async () => {
    const dn = await person('gus');
    const change = { dn, oldPassword: 'Wrong-Passw0rd', newPassword: 'Never-Passw0rd' };
    await expect(
      tree.as({ dn, password: 'Start-Passw0rd' }, (client) => passwordModify(client, change)),
    ).rejects.toMatchObject({ code: 53 });
    expect(await tree.kept()).toEqual([]);
  });

  test('what somebody without the right asks for, not even to be decided later', async () => {
    const dn = await person('gil');
    const other = { dn: await person('foe'), password: 'Start-Passw0rd' };
    await expect(
      tree.as(other, (client) => passwordModify(client, { dn, newPassword: 'Evil-Passw0rd' })),
    ).rejects.toMatchObject({ code: 50 });
    expect(await tree.kept()).toEqual([]);
  });

  test('a login that fails, which slapd writes down, and a change of something else', async () => {
    const dn = await person('hal');
    expect(await tree.logsIn(dn, 'Wrong-Passw0rd')).toBe(false);
    await tree.asAdmin((client) => client.modify(dn, replacing('sn', 'Hallowed')));
    await untilDecided();
    expect(await tree.sent()).toEqual([]);
  });

  test('an operation that slapd itself has given up, until the directory was asked', async () => {
    await ask(tree.environment.SOCKET, modifyRequest('uid=x,dc=lab', 'Abandoned-1'));
    await ask(tree.environment.SOCKET, resultRequest(-1024));
    expect(await tree.sent()).toEqual([]);
    expect(await tree.undecided()).toMatchObject([{ newPassword: 'Abandoned-1' }]);
  });
});

describe('a change that would be lost is refused, and whoever asked for it is told why', () => {
  test('without the key of the store; other changes go on', async () => {
    const dn = await person('ida');
    await tree.removeRecipient();
    await expect(replace(dn, 'Unsealed-Passw0rd')).rejects.toMatchObject({
      code: 52,
      message: expect.stringContaining('EntSync has no key to seal them to') as string,
    });
    await expect(
      tree.asAdmin((client) => passwordModify(client, { dn, newPassword: 'Unsealed-Passw0rd' })),
    ).rejects.toMatchObject({ code: 52, message: expect.stringContaining('no key') as string });
    await tree.asAdmin((client) => client.modify(dn, replacing('sn', 'Other')));
    expect(await tree.logsIn(dn, 'Start-Passw0rd')).toBe(true);
    await tree.writeRecipient();
    await replace(dn, 'Sealed-Passw0rd');
  });

  test('with a key file that is damaged', async () => {
    const dn = await person('jan');
    await writeFile(path.join(tree.spool, 'recipient.json'), '{"keyId":"AAAAAAAAAAA=","publicKey":"AAAA"}');
    await expect(replace(dn, 'Unsealed-Passw0rd')).rejects.toMatchObject({ code: 52 });
    await vi.waitFor(() => expect(shim.output).toContain('ENTSYNC_RECIPIENT_KEY'), { timeout: 5_000 });
  });

  test('when the spool is full', async () => {
    const dn = await person('kim');
    await shim.end('SIGKILL');
    // Beside its records the spool holds three files of its own.
    shim = await ShimProcess.start({ ...tree.environment, MAX_RECORDS: '5' });
    const refused = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn += 1) await replace(dn, `Filling-${turn}-Passw0rd`);
    };
    await expect(refused()).rejects.toMatchObject({
      code: 52,
      message: expect.stringContaining('the EntSync spool is full') as string,
    });
    await untilDecided();
    const sent = await sentPasswords();
    expect(sent.length).toBeGreaterThan(0);
    expect(await tree.logsIn(dn, sent.at(-1) ?? '')).toBe(true);
    await tree.emptySpool();
    await replace(dn, 'Emptied-Passw0rd');
  });

  test('when the server would make up the password', async () => {
    const dn = await person('lea');
    await expect(tree.asAdmin((client) => passwordModify(client, { dn }))).rejects.toMatchObject({
      code: 53,
      message: expect.stringContaining('Name the new password') as string,
    });
  });

  test('when a name in it was made to be misread', async () => {
    const forged = String.raw`uid=x\0Areplace: userPassword\0AuserPassword: Forged-1\0A-,ou=people,dc=lab`;
    await expect(replace(forged, 'Real-Passw0rd')).rejects.toMatchObject({ code: 53 });
    expect(await tree.undecided()).toEqual([]);
  });

  test.each([
    ['is a password', 'userPassword=Named-1,dc=lab'],
    ['holds a control character', 'uid=a\u0001b,dc=lab'],
    ['is too long to be told', `uid=${'x'.repeat(1100)},dc=lab`],
  ])('when the name of the account %s', async (_what, dn) => {
    expect(await ask(tree.environment.SOCKET, modifyRequest(dn, 'Named-Passw0rd'))).toMatch(REFUSED);
    expect((await tree.spoolBytes()).includes('Named-1')).toBe(false);
    expect(shim.output).not.toContain('Named-1');
  });

  test('when the password is too long to be told', async () => {
    const request = modifyRequest('uid=x,dc=lab', 'x'.repeat(20_000));
    expect(await ask(tree.environment.SOCKET, request)).toMatch(REFUSED);
  });
});

describe('a shim that is killed', () => {
  test('lets nobody write until it is back, which takes a moment', async () => {
    const dn = await person('max');
    await shim.end('SIGKILL');
    await expect(replace(dn, 'Unseen-Passw0rd')).rejects.toMatchObject({ code: 80 });
    expect(await tree.logsIn(dn, 'Start-Passw0rd')).toBe(true);
    shim = await ShimProcess.start(tree.environment);
    expect(shim.startedIn).toBeLessThan(STARTED_WITHIN);
    await replace(dn, 'Seen-Passw0rd');
    await untilDecided();
    expect(await sentPasswords()).toEqual(['Seen-Passw0rd']);
  });

  test('before the result has come leaves the change to be decided by asking the directory', async () => {
    const answer = await ask(tree.environment.SOCKET, modifyRequest('uid=ned,dc=lab', 'Undecided-1'));
    expect(answer).toMatch(/\nCONTINUE\n\n$/);
    await shim.end('SIGKILL');
    shim = await ShimProcess.start(tree.environment);
    await ask(tree.environment.SOCKET, resultRequest(0));
    expect(await tree.sent()).toEqual([]);
    expect(await tree.undecided()).toMatchObject([
      { newPassword: 'Undecided-1', record: { account: 'uid=ned,dc=lab' } },
    ]);
  });

  test('before it has answered has the change refused', async () => {
    const answer = ask(tree.environment.SOCKET, modifyRequest('uid=ned,dc=lab', 'Unfinished-1').slice(0, -1));
    await sleep(100);
    await shim.end('SIGKILL');
    expect(await answer).toMatch(/^RESULT\ncode: 52\ninfo: .*\n$/);
  });

  test('at any moment loses no change that the directory has made, and sends none that it has not', async () => {
    const people: string[] = [];
    for (const uid of ['ola', 'pia', 'quin', 'rob']) people.push(await person(uid));
    const over = new AbortController();
    const changing = people.map(async (dn, who) => {
      for (let turn = 0; !over.signal.aborted; turn += 1)
        await replace(dn, `Killed-${who}-${turn}-Passw0rd`).catch(() => sleep(20));
    });
    for (let round = 0; round < 6; round += 1) {
      await sleep(100 + 37 * round);
      await shim.end('SIGKILL');
      shim = await ShimProcess.start(tree.environment);
    }
    over.abort();
    await Promise.all(changing);
    const [sent, undecided] = [await settledCount(), (await tree.undecided()).length];
    const made = await tree.passwordWrites(people);
    expect(made).toBeGreaterThan(20);
    expect(made).toBeGreaterThanOrEqual(sent);
    expect(made).toBeLessThanOrEqual(sent + undecided);
  });
});

describe('a result that comes late', () => {
  test('counts also when the adapter host has judged the change by then', async () => {
    await ask(tree.environment.SOCKET, modifyRequest('uid=sam,dc=lab', 'Judged-1'));
    await tree.emptySpool();
    await ask(tree.environment.SOCKET, resultRequest(0));
    expect(await sentPasswords()).toEqual(['Judged-1']);
  });

  test('of another operation decides nothing', async () => {
    await ask(tree.environment.SOCKET, modifyRequest('uid=tom,dc=lab', 'Waiting-1'));
    await ask(tree.environment.SOCKET, resultRequest(0, 3));
    expect(await tree.sent()).toEqual([]);
    expect(await tree.undecided()).toHaveLength(1);
  });
});

describe('starting and stopping', () => {
  test('it tells the adapter host where it is, and takes that back when it stops', async () => {
    const { SOCKET, SPOOL_DIRECTORY } = tree.environment;
    const file = path.join(SPOOL_DIRECTORY, 'shim.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ pid: expect.any(Number) as number, socket: SOCKET });
    expect(await shim.end('SIGTERM')).toBe(0);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(SOCKET)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('it stops when the results of what slapd is doing have come', async () => {
    await ask(tree.environment.SOCKET, modifyRequest('uid=una,dc=lab', 'In-Progress-1'));
    const ending = shim.end('SIGTERM');
    await vi.waitFor(() => assert.include(shim.output, 'stopping'));
    expect(await ask(tree.environment.SOCKET, modifyRequest('uid=una,dc=lab', 'Too-Late-1', 7))).toContain('code: 52');
    await ask(tree.environment.SOCKET, resultRequest(0));
    expect(await ending).toBe(0);
    expect(await sentPasswords()).toEqual(['In-Progress-1']);
  });

  test('it does not take the place of one that lives', async () => {
    const second = await ShimProcess.run(tree.environment);
    expect(second).toMatchObject({ code: 1, output: expect.stringContaining('ENTSYNC_SOCKET_TAKEN') as string });
    await replace(await person('vic'), 'Still-Answered-1');
  });

  test('it removes no file of others', async () => {
    const SOCKET = path.join(tree.folder, 'notes.txt');
    await writeFile(SOCKET, 'mine');
    const { code, output } = await ShimProcess.run({ ...tree.environment, SOCKET });
    expect(code).toBe(1);
    expect(output).toContain('is there and is no socket');
    expect(await readFile(SOCKET, 'utf8')).toBe('mine');
  });

  test('it names everything that is wrong with its settings', async () => {
    const { code, output } = await ShimProcess.run({ SOCKET: 'relative.sock', MAX_RECORDS: '0' });
    expect(code).toBe(78);
    expect(output).toMatch(
      /SOCKET: must be an absolute path[\s\S]*SPOOL_DIRECTORY: is missing[\s\S]*MAX_RECORDS: must be/,
    );
  });

  test('whoever only looks whether it listens is no request', async () => {
    const socket = connect(tree.environment.SOCKET);
    await once(socket, 'connect');
    socket.destroy();
    expect(await shim.end('SIGTERM')).toBe(0);
    expect(shim.output).not.toContain('refused');
  });
});
