import { beforeAll, expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { generateRecipientKey, type RecipientKeyPair } from './recipient-key.ts';
import { keyIdOf, openBox, sealTo, type SealPurpose } from './sealed-box.ts';
import { CannotOpenError } from './secrets.errors.ts';

const CANARY = 'canary-Tr0ub4dor&3';
const PURPOSES: readonly SealPurpose[] = [
  'captured-password',
  'epoch-key',
  'service-login',
  'router-link',
  'administered-password',
];

let ours: RecipientKeyPair;
let theirs: RecipientKeyPair;
let box: Uint8Array;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([generateRecipientKey(), generateRecipientKey()]);
  box = await sealTo(ours, 'epoch-key', Buffer.from(CANARY));
});

const flipped = (at: number): Uint8Array => {
  const copy = new Uint8Array(box);
  copy.set([copy.at(at)! ^ 1], at < 0 ? copy.length + at : at);
  return copy;
};

test('a box opens with the key that it names, among others', async () => {
  const opened = await openBox([theirs, ours], 'epoch-key', box);
  expect(opened.open((bytes) => Buffer.from(bytes).toString())).toBe(CANARY);
  expect(keyIdOf(box)).toBe(ours.keyId);
});

test('a box names its suite and key, and 57 bytes are all that it adds', () => {
  expect(box[0]).toBe(1);
  expect(Buffer.from(box.subarray(1, 9)).toString('base64')).toBe(ours.keyId);
  expect(box.byteLength - CANARY.length).toBe(1 + 8 + 32 + 16);
});

test('the same secret is sealed differently each time, and is not seen in its box', async () => {
  const again = await sealTo(ours, 'epoch-key', Buffer.from(CANARY));
  expect(Buffer.from(again).equals(box)).toBe(false);
  expect(Buffer.from(again).includes(CANARY)).toBe(false);
});

test.each(PURPOSES.filter((purpose) => purpose !== 'epoch-key'))('a box for an epoch key is no %s', async (purpose) => {
  await expect(openBox([ours], purpose, box)).rejects.toMatchObject({ reason: 'not-authentic' });
});

test.each([
  ['its suite', 0, 'unknown-suite'],
  ['its key id', 3, 'unknown-key'],
  ['its encapsulated key', 9, 'not-authentic'],
  ['its ciphertext', 45, 'not-authentic'],
  ['its tag', -1, 'not-authentic'],
])('a box whose %s was changed does not open', async (_what, at, reason) => {
  await expect(openBox([ours], 'epoch-key', flipped(at))).rejects.toMatchObject({ reason });
});

test('a box that another key id was written on does not open for that key', async () => {
  const relabelled = Buffer.from(box);
  relabelled.write(theirs.keyId, 1, 'base64');
  await expect(openBox([theirs, ours], 'epoch-key', relabelled)).rejects.toMatchObject({ reason: 'not-authentic' });
});

test.each([0, 1, 9, 41])('%i bytes are no box', async (length) => {
  await expect(openBox([ours], 'epoch-key', box.subarray(0, length))).rejects.toMatchObject({ reason: 'malformed' });
});

test('no error of opening tells the secret or a key', async () => {
  const privateKey = ours.privateKey.handle.export({ format: 'der', type: 'pkcs8' }).subarray(16);
  const errors = await Promise.all([
    rejectionOf(() => openBox([theirs], 'epoch-key', box)),
    rejectionOf(() => openBox([ours], 'router-link', box)),
    rejectionOf(() => openBox([ours], 'epoch-key', flipped(-1))),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(CannotOpenError);
    const text = everythingIn(error);
    for (const trace of [...tracesOf(CANARY), ...tracesOf(privateKey)]) expect(text).not.toContain(trace);
  }
});
