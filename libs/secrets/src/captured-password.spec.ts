import { Secret } from '@entsync/domain';
import { beforeAll, expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { openCapture, sealCapture, type CaptureContext } from './captured-password.ts';
import { generateRecipientKey, type RecipientKeyPair } from './recipient-key.ts';
import { openBox, sealTo } from './sealed-box.ts';
import { CannotOpenError } from './secrets.errors.ts';

const CONTEXT: CaptureContext = {
  system: 'windows',
  account: 'CORP\\Jürgen',
  origin: '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b',
  sequence: 4_294_967_297,
  capturedAt: 1_800_000_000_123_456,
};

const NEW = 'canary-new-ß€𝄞';
const OLD = 'canary-old-Tr0ub4dor';

let store: RecipientKeyPair;

beforeAll(async () => {
  store = await generateRecipientKey();
});

const textOf = (secret: Secret | undefined): string | undefined =>
  secret?.open((bytes) => Buffer.from(bytes).toString());

const seal = (context: CaptureContext, password: string, old?: string): Promise<Uint8Array> =>
  sealCapture(store, context, {
    newPassword: Secret.ofText(password),
    ...(old === undefined ? {} : { oldPassword: Secret.ofText(old) }),
  });

/** As capture code in another language would write it: the layout by hand. */
function layout(flags: number, ...passwords: readonly Uint8Array[]): Buffer {
  const field = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(bytes.byteLength);
    return Buffer.concat([length, bytes]);
  };
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  return Buffer.concat([
    Buffer.of(1, flags),
    field(Buffer.from(CONTEXT.system)),
    field(Buffer.from(CONTEXT.account)),
    Buffer.from(CONTEXT.origin.replaceAll('-', ''), 'hex'),
    number(CONTEXT.sequence),
    number(CONTEXT.capturedAt),
    ...passwords.map(field),
  ]);
}

const sealLayout = (plaintext: Uint8Array): Promise<Uint8Array> => sealTo(store, 'captured-password', plaintext);

test('a capture opens to the password that was sealed', async () => {
  const { newPassword, oldPassword } = await openCapture([store], CONTEXT, await seal(CONTEXT, NEW));
  expect(textOf(newPassword)).toBe(NEW);
  expect(oldPassword).toBeUndefined();
});

test('a capture with the old password opens to both', async () => {
  const { newPassword, oldPassword } = await openCapture([store], CONTEXT, await seal(CONTEXT, NEW, OLD));
  expect([textOf(newPassword), textOf(oldPassword)]).toEqual([NEW, OLD]);
});

test('an old password that is empty is not the same as none', async () => {
  const { oldPassword } = await openCapture([store], CONTEXT, await seal(CONTEXT, NEW, ''));
  expect(textOf(oldPassword)).toBe('');
});

test('the passwords that were sealed are still their owner’s', async () => {
  const newPassword = Secret.ofText(NEW);
  await sealCapture(store, CONTEXT, { newPassword });
  expect(textOf(newPassword)).toBe(NEW);
});

test.each<readonly [what: string, claimed: Partial<CaptureContext>]>([
  ['system', { system: 'hr-ldap' }],
  ['account', { account: 'CORP\\jürgen' }],
  ['account', { account: 'CORP\\Jürgen ' }],
  ['origin', { origin: '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6c' }],
  ['sequence', { sequence: 4_294_967_298 }],
  ['time', { capturedAt: 1_800_000_000_123_457 }],
])('a capture is refused where the message around it names another %s', async (what, claimed) => {
  const error = await rejectionOf(async () =>
    openCapture([store], { ...CONTEXT, ...claimed }, await seal(CONTEXT, NEW)),
  );
  expect(error).toMatchObject({ code: 'ENTSYNC_CANNOT_OPEN', reason: 'other-context' });
  expect((error as Error).message).toBe(`It was sealed for another ${what}.`);
});

test('what was sealed for another purpose is no capture', async () => {
  const box = await sealTo(store, 'administered-password', layout(0, Buffer.from(NEW)));
  await expect(openCapture([store], CONTEXT, box)).rejects.toMatchObject({ reason: 'not-authentic' });
});

test('what was sealed to somebody else is not opened', async () => {
  const box = await seal(CONTEXT, NEW);
  await expect(openCapture([await generateRecipientKey()], CONTEXT, box)).rejects.toMatchObject({
    reason: 'unknown-key',
  });
});

test.each([0, 1, 8, 20, 127, 190])('a password of %i bytes is sealed into a multiple of 256', async (length) => {
  const box = await seal(CONTEXT, 'a'.repeat(length), 'b'.repeat(length));
  const plaintext = await openBox([store], 'captured-password', box);
  expect(plaintext.byteLength % 256).toBe(0);
});

test('how long a usual password is cannot be told from its capture', async () => {
  const lengths = await Promise.all(
    [1, 8, 14, 32, 100].map(async (length) => (await seal(CONTEXT, 'x'.repeat(length))).byteLength),
  );
  expect(new Set(lengths).size).toBe(1);
});

test('a capture that is laid out by hand opens', async () => {
  const box = await sealLayout(layout(1, Buffer.from(NEW), Buffer.from(OLD)));
  const { newPassword, oldPassword } = await openCapture([store], CONTEXT, box);
  expect([textOf(newPassword), textOf(oldPassword)]).toEqual([NEW, OLD]);
});

test('passwords in UTF-16, as Windows hands them over, are converted', async () => {
  const box = await sealLayout(layout(1 | 2, Buffer.from(NEW, 'utf16le'), Buffer.from('\ufeffx', 'utf16le')));
  const { newPassword, oldPassword } = await openCapture([store], CONTEXT, box);
  expect([textOf(newPassword), textOf(oldPassword)]).toEqual([NEW, '\ufeffx']);
});

test.each([
  ['of an unknown layout', Buffer.concat([Buffer.of(2), layout(0, Buffer.from(NEW)).subarray(1)])],
  ['that ends before its password', layout(0)],
  ['that ends within its password', layout(0, Buffer.from(NEW)).subarray(0, -3)],
  ['whose old password is missing', layout(1, Buffer.from(NEW))],
  ['with half a character of UTF-16', layout(2, Buffer.from([0x3d, 0xd8]))],
  ['that is empty', Buffer.alloc(0)],
])('a capture %s is malformed, and its refusal tells nothing of it', async (_what, plaintext) => {
  const error = await rejectionOf(async () => openCapture([store], CONTEXT, await sealLayout(plaintext)));
  expect(error).toBeInstanceOf(CannotOpenError);
  expect(error).toMatchObject({ reason: 'malformed' });
  const text = everythingIn(error);
  for (const trace of tracesOf(NEW)) expect(text).not.toContain(trace);
});

test('a password beyond what the layout can tell is not sealed, and not told', async () => {
  const error = await rejectionOf(() => seal(CONTEXT, OLD.repeat(4_000)));
  for (const trace of tracesOf(OLD)) expect(everythingIn(error)).not.toContain(trace);
});
