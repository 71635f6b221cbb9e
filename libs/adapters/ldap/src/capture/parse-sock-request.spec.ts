import { inspect } from 'node:util';

import type { Secret } from '@entsync/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseSockRequest } from './parse-sock-request.ts';
import { SockRequestError, type SockRequest } from './sock-request.ts';

const SUFFIX = 'dc=people,dc=example';
const ZOE = `uid=zoë,ou=staff,${SUFFIX}`;
const OPERATION = {
  messageId: 7,
  connectionId: 1042,
  bindDn: `cn=desk,${SUFFIX}`,
  peer: 'IP=192.0.2.14:51234',
  ssf: 256,
};
const HEAD = ['msgid: 7', `binddn: cn=desk,${SUFFIX}`, 'peername: IP=192.0.2.14:51234', 'ssf: 256', 'connid: 1042'];
const IN_DATABASE = [...HEAD, `suffix: ${SUFFIX}`];
const OF_ZOE = [...IN_DATABASE, `dn: ${ZOE}`];

function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64');
}

function parse(...lines: string[]): SockRequest {
  return parseSockRequest(Buffer.from(`${lines.join('\n')}\n\n`));
}

/** The passwords as text, to compare them. */
function opened(request: SockRequest): Record<string, unknown> {
  const textOf = (secret: Secret | undefined): string | undefined =>
    secret?.open((bytes) => Buffer.from(bytes).toString());
  if (request.kind === 'result' || request.kind === 'other') return { ...request };
  const { newPassword, oldPassword, ...rest } = request;
  return { ...rest, newPassword: textOf(newPassword), oldPassword: textOf(oldPassword) };
}

function modify(...changes: string[]): Record<string, unknown> {
  return opened(parse('MODIFY', ...OF_ZOE, ...changes));
}

describe('MODIFY', () => {
  test('a replaced password', () => {
    expect(modify('replace: userPassword', `userPassword:: ${base64('Grüße-17')}`, '-')).toEqual({
      kind: 'modify',
      ...OPERATION,
      dn: ZOE,
      newPassword: 'Grüße-17',
      oldPassword: undefined,
    });
  });

  test('a value that is not base64', () => {
    expect(modify('replace: userPassword', 'userPassword: plain  text ', '-')).toMatchObject({
      newPassword: 'plain  text ',
    });
  });

  test('the old value deleted and the new one added, among other changes', () => {
    const changes = [
      'replace: description',
      'description: about',
      'description:: YWJvdXQ=',
      '-',
      'delete: userPassword',
      `userPassword:: ${base64('Old-1')}`,
      '-',
      'increment: uidNumber',
      'uidNumber: 1',
      '-',
      'add: userPassword',
      `userPassword:: ${base64('New-2')}`,
      '-',
    ];
    expect(modify(...changes)).toMatchObject({ oldPassword: 'Old-1', newPassword: 'New-2' });
  });

  test.each<[string, string[], string | undefined]>([
    ['all deleted, one added', ['delete: userPassword', '-', 'add: userPassword', 'userPassword: one', '-'], 'one'],
    ['several values: the last one', ['replace: userPassword', 'userPassword: one', 'userPassword: two', '-'], 'two'],
    [
      'added and replaced',
      ['add: userPassword', 'userPassword: a', '-', 'replace: userPassword', 'userPassword: b', '-'],
      'b',
    ],
    [
      'added and deleted again',
      ['add: userPassword', 'userPassword: a', '-', 'delete: userPassword', 'userPassword: a', '-'],
      undefined,
    ],
    ['all deleted', ['delete: userPassword', '-'], undefined],
    ['replaced by nothing', ['replace: userPassword', '-'], undefined],
    ['another attribute', ['replace: sn', 'sn: userPassword', '-'], undefined],
    ['a password for another language', ['replace: userPassword;lang-de', 'userPassword;lang-de: x', '-'], undefined],
    ['in another case', ['replace: USERPASSWORD', 'USERPASSWORD: one', '-'], 'one'],
    ['by its number', ['replace: 2.5.4.35', '2.5.4.35: one', '-'], 'one'],
    ['no change at all', [], undefined],
  ])('%s', (_title, changes, newPassword) => {
    expect(modify(...changes)).toMatchObject({ newPassword });
  });

  test.each(['{SSHA}c2FsdGVkLWhhc2g=', '{CRYPT}$6$salt$hash', '{PBKDF2-SHA512}10000$x$y', '{SASL}zoe@EXAMPLE'])(
    'a value that is hashed already is no password: %s',
    (hash) => {
      expect(modify('replace: userPassword', `userPassword:: ${base64(hash)}`, '-')).toMatchObject({
        newPassword: undefined,
      });
    },
  );

  test.each(['{not a scheme}x', '{}x', '{x', 'x{SSHA}y', '{€}x'])('braces alone are no hash: %s', (password) => {
    expect(modify('replace: userPassword', `userPassword:: ${base64(password)}`, '-')).toMatchObject({
      newPassword: password,
    });
  });

  test('slapd itself writes as nobody: a login that failed', () => {
    const lines = [...OF_ZOE].map((line) => line.replace(/^binddn: .*/, 'binddn: '));
    const request = parse('MODIFY', ...lines, 'add: pwdFailureTime', 'pwdFailureTime: 20261122043015.123456Z', '-');
    expect(opened(request)).toMatchObject({ bindDn: '', newPassword: undefined });
  });
});

describe('ADD', () => {
  const attributes = ['objectClass: inetOrgPerson', 'uid:: em/Dqw==', 'sn: Z'];

  test('an entry with a password, folded as slapd does it', () => {
    const password = 'a long one with ümläute, so that slapd has to fold the line that it is on';
    const [first = '', ...more] = `userPassword:: ${base64(password)}`.match(/.{1,40}/g) ?? [];
    const lines = [first, ...more.map((part) => ` ${part}`)];
    expect(opened(parse('ADD', ...OF_ZOE, ...attributes, ...lines, 'cn: Zoe'))).toEqual({
      kind: 'add',
      ...OPERATION,
      dn: ZOE,
      newPassword: password,
      oldPassword: undefined,
    });
  });

  test('an entry without one', () => {
    expect(opened(parse('ADD', ...OF_ZOE, ...attributes))).toMatchObject({ kind: 'add', newPassword: undefined });
  });

  test('a name in base64, as LDIF has it beyond ASCII', () => {
    expect(opened(parse('ADD', ...IN_DATABASE, `dn:: ${base64(ZOE)}`, ...attributes))).toMatchObject({ dn: ZOE });
  });
});

describe('EXTENDED', () => {
  const OID = 'oid: 1.3.6.1.4.1.4203.1.11.1';
  const tlv = (tag: number, content: string | Uint8Array): Buffer => {
    const bytes = Buffer.from(content);
    const length = bytes.length < 0x80 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
    return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
  };
  const extended = (...parts: Buffer[]): Record<string, unknown> =>
    opened(parse('EXTENDED', ...IN_DATABASE, OID, `value: ${base64(tlv(0x30, Buffer.concat(parts)))}`));

  test('the password of another account', () => {
    expect(extended(tlv(0x80, ZOE), tlv(0x82, 'Nëu-1'))).toEqual({
      kind: 'extended',
      ...OPERATION,
      oid: '1.3.6.1.4.1.4203.1.11.1',
      dn: ZOE,
      user: undefined,
      newPassword: 'Nëu-1',
      oldPassword: undefined,
    });
  });

  test('one with the old password, longer than a short length', () => {
    const long = 'x'.repeat(300);
    expect(extended(tlv(0x80, ZOE), tlv(0x81, 'Old-1'), tlv(0x82, long))).toMatchObject({
      oldPassword: 'Old-1',
      newPassword: long,
    });
  });

  test.each<[string, Buffer[], Record<string, string | undefined>]>([
    ['none: whoever asks', [], { dn: OPERATION.bindDn, user: undefined }],
    ['an empty one: whoever asks', [tlv(0x80, '')], { dn: OPERATION.bindDn, user: undefined }],
    ['dn:', [tlv(0x80, `dn:${ZOE}`)], { dn: ZOE, user: undefined }],
    ['u:', [tlv(0x80, 'u:zoë')], { dn: undefined, user: 'zoë' }],
  ])('an identity of the form %s', (_title, identity, expected) => {
    expect(extended(...identity, tlv(0x82, 'New-1'))).toMatchObject({ ...expected, newPassword: 'New-1' });
  });

  test('a password that the server makes up is not told', () => {
    expect(extended(tlv(0x80, ZOE))).toMatchObject({ dn: ZOE, newPassword: undefined });
    expect(opened(parse('EXTENDED', ...IN_DATABASE, OID))).toMatchObject({
      dn: OPERATION.bindDn,
      newPassword: undefined,
    });
  });

  test('a password that looks like a hash is one all the same: the server hashes it', () => {
    expect(extended(tlv(0x80, ZOE), tlv(0x82, '{SSHA}abc'))).toMatchObject({ newPassword: '{SSHA}abc' });
  });

  test('another operation', () => {
    const request = parse('EXTENDED', ...IN_DATABASE, 'oid: 1.3.6.1.1.8', 'value: AAAA');
    expect(opened(request)).toMatchObject({ oid: '1.3.6.1.1.8', newPassword: undefined });
  });

  test.each<[string, string]>([
    ['no sequence', base64(tlv(0x31, tlv(0x82, 'New-1')))],
    ['cut off', base64(tlv(0x30, tlv(0x82, 'New-1')).subarray(0, -1))],
    ['a part cut off', base64(tlv(0x30, tlv(0x82, 'New-1').subarray(0, -1)))],
    ['more behind it', base64(Buffer.concat([tlv(0x30, tlv(0x82, 'New-1')), Buffer.from('x')]))],
    ['an unknown part', base64(tlv(0x30, tlv(0x83, 'New-1')))],
    ['parts in another order', base64(tlv(0x30, Buffer.concat([tlv(0x82, 'New-1'), tlv(0x81, 'Old-1')])))],
    ['no length that ends', base64(Buffer.from([0x30, 0x80, 0x82, 0x01, 0x41]))],
    ['nothing', ''],
  ])('a value that is malformed: %s', (_title, value) => {
    expect(() => parse('EXTENDED', ...IN_DATABASE, OID, `value: ${value}`)).toThrow(SockRequestError);
  });
});

describe('RESULT', () => {
  test('success', () => {
    expect(parse('RESULT', ...HEAD, 'code: 0')).toEqual({ kind: 'result', ...OPERATION, code: 0 });
  });

  test('a refusal, whatever is said about it', () => {
    const words = ['matched: dc=people', 'info: not this', 'code: 0', '??'];
    expect(parse('RESULT', ...HEAD, 'code: 19', ...words)).toMatchObject({ code: 19 });
  });
});

test('an operation that changes no password is only named', () => {
  expect(parse('BIND', 'msgid: 1', `dn: ${ZOE}`, 'method: 128', 'credlen: 5', 'cred: Secret-1')).toEqual({
    kind: 'other',
    operation: 'BIND',
  });
});

describe('bytes', () => {
  test('a password is the bytes that were sent, UTF-8 or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.integer({ min: 10, max: 80 }), (bytes, width) => {
        fc.pre(bytes[0] !== '{'.charCodeAt(0));
        const folded = `userPassword:: ${base64(bytes)}`.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n ');
        const request = parse('MODIFY', ...OF_ZOE, 'replace: userPassword', folded, '-');
        const password = request.kind === 'modify' ? request.newPassword : undefined;
        expect(password?.open((own) => [...own])).toEqual([...bytes]);
      }),
    );
  });

  test('the request is left as it was', () => {
    const request = Buffer.from(
      `${['MODIFY', ...OF_ZOE, 'replace: userPassword', 'userPassword: x', '-'].join('\n')}\n\n`,
    );
    const before = Buffer.from(request);
    parseSockRequest(request);
    expect(request).toEqual(before);
  });
});

describe('what slapd does not write', () => {
  const CHANGE = ['replace: userPassword', `userPassword:: ${base64('Canary-1')}`, '-'];

  test.each<[string, string[]]>([
    ['no operation', ['']],
    ['a folded first line', [' MODIFY', ...OF_ZOE, ...CHANGE]],
    ['an operation in lower case', ['modify', ...OF_ZOE, ...CHANGE]],
    ['no connid', ['MODIFY', ...HEAD.slice(0, -1), `suffix: ${SUFFIX}`, `dn: ${ZOE}`, ...CHANGE]],
    ['no binddn', ['MODIFY', ...OF_ZOE.filter((line) => !line.startsWith('binddn')), ...CHANGE]],
    ['a number that is none', ['MODIFY', ...OF_ZOE.map((line) => line.replace('256', 'high')), ...CHANGE]],
    ['another order', ['MODIFY', ...OF_ZOE.toReversed(), ...CHANGE]],
    ['no dn', ['MODIFY', ...IN_DATABASE, ...CHANGE]],
    ['base64 with other letters', ['MODIFY', ...OF_ZOE, 'replace: userPassword', 'userPassword:: Q2Fu*XJ5', '-']],
    ['base64 without its padding', ['MODIFY', ...OF_ZOE, 'replace: userPassword', 'userPassword:: Q2FuYXJ5LTE', '-']],
    ['a change without an end', ['MODIFY', ...OF_ZOE, ...CHANGE.slice(0, -1)]],
    ['a value of another attribute', ['MODIFY', ...OF_ZOE, 'replace: sn', `userPassword:: ${base64('Canary-1')}`, '-']],
    ['an unknown change', ['MODIFY', ...OF_ZOE, 'swap: userPassword', '-']],
    ['a line without a name', ['MODIFY', ...OF_ZOE, ': Canary-1', '-']],
    ['a result without a code', ['RESULT', ...HEAD]],
  ])('%s', (_title, lines) => {
    expect(() => parse(...lines)).toThrow(SockRequestError);
  });

  test.each([
    ['a line of its own in the name of the entry', `dn: uid=x\n${CHANGE.join('\n')}\nreplace: sn,ou=staff,${SUFFIX}`],
    ['another name in the name of the entry', `dn: uid=x\ndn: ${ZOE}`],
    ['the suffix of another database', 'dn: uid=zoë,dc=elsewhere'],
    ['a suffix that is only the end of a value', `dn: uid=zoë\\,${SUFFIX}`],
  ])('%s', (_title, dn) => {
    expect(() => parse('MODIFY', ...IN_DATABASE, dn, ...CHANGE)).toThrow(SockRequestError);
  });

  test('a line of its own in the name of whoever asks', () => {
    const forged = HEAD.map((line) =>
      line.replace('cn=desk', 'cn=x\npeername: IP=192.0.2.1:1\nssf: 256\nconnid: 1\nsuffix: y'),
    );
    expect(() => parse('MODIFY', ...forged, `suffix: ${SUFFIX}`, `dn: ${ZOE}`, ...CHANGE)).toThrow(SockRequestError);
  });

  test('no empty line at the end', () => {
    expect(() => parseSockRequest(Buffer.from(['MODIFY', ...OF_ZOE, ...CHANGE, ''].join('\n')))).toThrow(
      SockRequestError,
    );
    expect(() => parseSockRequest(Buffer.from('MODIFY'))).toThrow(SockRequestError);
    expect(() => parseSockRequest(new Uint8Array())).toThrow(SockRequestError);
  });

  test('the error says where, and nothing of what was there', () => {
    const lines = ['MODIFY', ...OF_ZOE, 'replace: userPassword', 'userPassword: Canary-1', 'Canary-2'];
    const failure = catchError(() => parse(...lines));
    expect(failure).toMatchObject({ code: 'ENTSYNC_SOCK_REQUEST_MALFORMED', line: 11 });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/Canary|zoë/);
  });

  test('whatever comes: a request or this one error', () => {
    const whole = Buffer.from(`${['MODIFY', ...OF_ZOE, ...CHANGE].join('\n')}\n\n`);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.uint8Array({ maxLength: 20 }), fc.nat(20), (at, inserted, removed) => {
        const damaged = Buffer.concat([whole.subarray(0, at), inserted, whole.subarray(at + removed)]);
        const failure = catchError(() => parseSockRequest(damaged));
        expect(failure === undefined || failure instanceof SockRequestError).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function catchError(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
