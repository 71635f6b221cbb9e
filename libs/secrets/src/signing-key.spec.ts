import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { generateSigningKey, importSigningKey, importVerifyingKey } from './signing-key.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** RFC 8032, section 7.1, test 2. */
const VECTOR = {
  seed: hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
  publicKey: hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  message: hex('72'),
  signature: hex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ),
};

test('a message is signed as RFC 8032 says', () => {
  const key = importSigningKey(new Secret(VECTOR.seed));
  expect(key.publicKey).toEqual(VECTOR.publicKey);
  expect(new Uint8Array(key.sign(VECTOR.message))).toEqual(VECTOR.signature);
});

test('a signature is verified as RFC 8032 says', () => {
  const key = importVerifyingKey(VECTOR.publicKey);
  expect(key.verify(VECTOR.message, VECTOR.signature)).toBe(true);
  expect(key.verify(hex('73'), VECTOR.signature)).toBe(false);
});

test('a key that was exported and imported is the same key', () => {
  const key = generateSigningKey();
  const again = importSigningKey(key.export());
  expect(again.publicKey).toEqual(key.publicKey);
  expect(key.verify(hex('00'), again.sign(hex('00')))).toBe(true);
});

test('another key does not verify', () => {
  const [one, other] = [generateSigningKey(), generateSigningKey()];
  expect(other.verify(hex('00'), one.sign(hex('00')))).toBe(false);
});

test.each([0, 63, 65])('%i bytes are no signature, and no error either', (length) => {
  expect(generateSigningKey().verify(hex('00'), new Uint8Array(length))).toBe(false);
});

test.each([0, 31, 33])('%i bytes are no key', (length) => {
  expect(() => importVerifyingKey(new Uint8Array(length))).toThrow(`32 bytes, not ${length}`);
  expect(() => importSigningKey(new Secret(new Uint8Array(length)))).toThrow(`32 bytes, not ${length}`);
});

test('a verifying key cannot sign, and a signing key shows its seed only when it is exported', () => {
  expect(Object.keys(importVerifyingKey(VECTOR.publicKey)).sort()).toEqual(['publicKey', 'verify']);
  expect(JSON.stringify(importSigningKey(new Secret(VECTOR.seed)))).not.toContain('76,205,8,155');
});
