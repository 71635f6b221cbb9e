import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { AtRestCipher } from './at-rest.ts';
import { generateKey } from './random.ts';

const CANARY = 'canary-Tr0ub4dor';
const ROW = 'deliveries/4711/wanted';
const [FIRST, SECOND] = [
  { id: 1, key: generateKey() },
  { id: 258, key: generateKey() },
];

const cipher = new AtRestCipher([SECOND, FIRST]);
const encrypted = cipher.encrypt(ROW, Secret.ofText(CANARY));
const textOf = (secret: Secret): string => secret.open((bytes) => Buffer.from(bytes).toString());

const flipped = (at: number): Buffer => {
  const copy = Buffer.from(encrypted);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = copy[index]! ^ 1;
  return copy;
};

test('what is encrypted for a row is read from that row', () => {
  expect(textOf(cipher.decrypt(ROW, encrypted))).toBe(CANARY);
});

test('the newest data key encrypts, whatever their order, and is named in the value', () => {
  expect([...encrypted.subarray(0, 5)]).toEqual([1, 0, 0, 1, 2]);
});

test('what an older data key has encrypted is still read', () => {
  const older = new AtRestCipher([FIRST]).encrypt(ROW, Secret.ofText(CANARY));
  expect(textOf(cipher.decrypt(ROW, older))).toBe(CANARY);
});

test('an empty value is a value', () => {
  expect(cipher.decrypt(ROW, cipher.encrypt(ROW, Secret.ofText(''))).byteLength).toBe(0);
});

test('the same value is encrypted differently each time, and not seen', () => {
  expect(cipher.encrypt(ROW, Secret.ofText(CANARY)).equals(encrypted)).toBe(false);
  expect(encrypted.includes(CANARY)).toBe(false);
});

test('a value that is copied into another row is not read there', () => {
  expect(() => cipher.decrypt('deliveries/4712/wanted', encrypted)).toThrow(
    expect.objectContaining({ code: 'ENTSYNC_CANNOT_OPEN', reason: 'not-authentic' }),
  );
});

test('a value of a data key that is not held names the key that is missing', () => {
  expect(() => new AtRestCipher([FIRST]).decrypt(ROW, encrypted)).toThrow(
    expect.objectContaining({ reason: 'unknown-key', message: expect.stringContaining('data key 258') }),
  );
});

test.each([
  ['layout', 0, 'malformed'],
  ['key id', 1, 'unknown-key'],
  ['nonce', 6, 'not-authentic'],
  ['ciphertext', 18, 'not-authentic'],
  ['tag', -1, 'not-authentic'],
])('a value whose %s was changed is not read', (_what, at, reason) => {
  expect(() => cipher.decrypt(ROW, flipped(at))).toThrow(expect.objectContaining({ reason }));
});

test('a value that was relabelled with another key that is held is not read', () => {
  const relabelled = Buffer.from(encrypted);
  relabelled.writeUInt32BE(FIRST.id, 1);
  expect(() => cipher.decrypt(ROW, relabelled)).toThrow(expect.objectContaining({ reason: 'not-authentic' }));
});

test.each([0, 5, 32])('%i bytes are no value', (length) => {
  expect(() => cipher.decrypt(ROW, encrypted.subarray(0, length))).toThrow(
    expect.objectContaining({ reason: 'malformed' }),
  );
});

test('there must be a key to encrypt with', () => {
  expect(() => new AtRestCipher([])).toThrow('at least one data key');
});

test('no error of reading tells the value or the key', async () => {
  const text = everythingIn(await rejectionOf(() => cipher.decrypt('other', encrypted)));
  const traces = [...tracesOf(CANARY), ...SECOND.key.open((bytes) => tracesOf(bytes))];
  for (const trace of traces) expect(text).not.toContain(trace);
});
