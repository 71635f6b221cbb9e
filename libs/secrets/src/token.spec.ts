import { expect, test } from 'vitest';

import { generateKey, generateToken, newId } from './random.ts';
import { contentDigest, sameToken, tokenHash } from './token.ts';

test('tokens are compared as a whole, whatever their lengths', () => {
  expect(sameToken('abc', 'abc')).toBe(true);
  for (const other of ['abd', 'ab', 'abcd', '', 'ABC']) expect(sameToken(other, 'abc')).toBe(false);
});

test('of a token its hash is kept: the same for the same token, and not the token', () => {
  const token = generateToken();
  expect(tokenHash(token)).toBe(tokenHash(token));
  expect(tokenHash(token)).not.toBe(tokenHash(generateToken()));
  expect(tokenHash(token)).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

test('content is recognised by all of its fields and their borders', () => {
  expect(contentDigest('a', 'b')).toBe(contentDigest('a', 'b'));
  for (const other of [['ab'], ['ab', ''], ['b', 'a'], ['a', 'b', ''], ['a:b']]) {
    expect(contentDigest(...other)).not.toBe(contentDigest('a', 'b'));
  }
});

test('tokens are safe in headers and files, and ids are UUIDs', () => {
  expect(generateToken()).toMatch(/^[\w-]{32}$/);
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(generateKey().byteLength).toBe(32);
});
