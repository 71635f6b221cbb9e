import { format, inspect } from 'node:util';

import { expect, test } from 'vitest';

import { Secret, SecretWipedError } from './secret.ts';

const PASSWORD = 'Tr0ub4dor&3 ß';
const secret = (): Secret => Secret.ofText(PASSWORD);
const textOf = (held: Secret): string => held.open((bytes) => new TextDecoder().decode(bytes));

function messageOf(failing: () => void): string {
  try {
    failing();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing failed');
}

test.each<readonly [form: string, print: (held: Secret) => string]>([
  ['String()', (held) => String(held)],
  ['toString()', (held) => held.toString()],
  ['a template', (held) => `<${held as unknown as string}>`.slice(1, -1)],
  ['joining', (held) => [held].join()],
  ['an inspection', (held) => inspect(held)],
  ['an inspection of everything', (held) => inspect(held, { showHidden: true, depth: Infinity })],
  ['a log line', (held) => format('%s', held)],
  ['a log line of an object', (held) => format('%o', held)],
])('a secret prints as [secret] in %s', (_form, print) => {
  expect(print(secret())).toBe('[secret]');
});

test('a secret is concealed in JSON, alone and inside', () => {
  expect(JSON.stringify(secret())).toBe('"[secret]"');
  expect(JSON.stringify({ password: secret() })).toBe('{"password":"[secret]"}');
});

test('a secret is concealed inside what is inspected', () => {
  expect(inspect({ password: secret() })).toBe('{ password: [secret] }');
});

test('a secret is not a number', () => {
  expect(Number(secret())).toBeNaN();
});

test('a secret is concealed in the message of a failed assertion', () => {
  const message = messageOf(() => expect({ password: secret() }).toEqual({ password: 'another' }));
  expect(message).not.toContain('Tr0ub');
  expect(message).not.toContain('84, 114');
});

test('a secret has no field to read or to copy', () => {
  const held = secret();
  expect(Reflect.ownKeys(held)).toEqual([]);
  expect(Object.assign({}, held)).toEqual({});
});

test('a secret opens inside a callback, and answers what the callback answers', () => {
  const bytes = new TextEncoder().encode(PASSWORD);
  const held = new Secret(bytes);
  expect(held.open((lent) => lent === bytes)).toBe(true);
  expect(textOf(held)).toBe(PASSWORD);
});

test('a text becomes a secret as UTF-8, and its length is known in bytes', () => {
  expect(Secret.ofText('ß').open((bytes) => [...bytes])).toEqual([0xc3, 0x9f]);
  expect(secret().byteLength).toBe(14);
});

test('a wiped secret overwrites its bytes', () => {
  const bytes = new TextEncoder().encode(PASSWORD);
  new Secret(bytes).wipe();
  expect([...bytes]).toEqual(Array.from({ length: 14 }, () => 0));
});

test('a wiped secret does not open, and says what to do', () => {
  const held = secret();
  held.wipe();
  expect(() => textOf(held)).toThrow(SecretWipedError);
  expect(messageOf(() => textOf(held))).toBe(
    'This secret has been wiped already; open it before wipe(), or keep a copy().',
  );
});

test('the error of a wiped secret has a stable code and a name', () => {
  const error = new SecretWipedError();
  expect(error.code).toBe('ENTSYNC_SECRET_WIPED');
  expect(error.name).toBe('SecretWipedError');
});

test('a secret may be wiped twice, and is empty then', () => {
  const held = secret();
  held.wipe();
  held.wipe();
  expect(held.byteLength).toBe(0);
  expect(String(held)).toBe('[secret]');
});

test('a copy of a secret has a life of its own', () => {
  const held = secret();
  const copy = held.copy();
  held.wipe();
  expect(textOf(copy)).toBe(PASSWORD);

  const another = copy.copy();
  another.wipe();
  expect(textOf(copy)).toBe(PASSWORD);
});

test('a copy of a secret in a buffer shares no memory with it', () => {
  const held = new Secret(Buffer.from(PASSWORD));
  const copy = held.copy();
  held.wipe();
  expect(textOf(copy)).toBe(PASSWORD);
});

test('a wiped secret cannot be copied', () => {
  const held = secret();
  held.wipe();
  expect(() => held.copy()).toThrow(SecretWipedError);
});
