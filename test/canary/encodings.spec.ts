import { describe, expect, test } from 'vitest';

import { CanarySearch } from './canary-search.ts';
import { encodingsOf } from './encodings.ts';
import { freshCanary } from './fresh-canary.ts';
import { writingsOf } from './writings.ts';

const SOURCE = { place: 'file', where: 'somewhere' } as const;

function encodingsIn(canary: string, bytes: Buffer): string[] {
  const search = new CanarySearch([canary]);
  search.lookAt(SOURCE, bytes);
  return search.found.map(({ encoding }) => encoding);
}

describe.each(['ASCII', 'non-ASCII'] as const)('a password with %s characters', (script) => {
  const canary = freshCanary(script);

  test.each(writingsOf(canary))('is found in $name, and called so', ({ bytes, reported }) => {
    expect(encodingsIn(canary, bytes)).toContainEqual(expect.stringMatching(reported));
  });

  test('is found in no other password', () => {
    const others = writingsOf(freshCanary(script)).map(({ bytes }) => bytes);
    expect(encodingsIn(canary, Buffer.concat(others))).toEqual([]);
  });
});

test('an encoding is what others write', () => {
  const written = new Map(encodingsOf('Pässe"1?').map(({ encoding, bytes }) => [encoding, bytes.toString()]));
  expect(Object.fromEntries(written)).toMatchObject({
    'UTF-8': 'Pässe"1?',
    'hex of UTF-8': '50c3a473736522313f',
    'upper-case hex of UTF-16LE': '5000E400730073006500220031003F00',
    'base64 of UTF-8, alignment 0': 'UMOkc3NlIjE/',
    'base64url of UTF-8, alignment 0': 'UMOkc3NlIjE_',
    JSON: 'Pässe\\"1?',
    'JSON, ASCII only': 'P\\u00e4sse\\"1?',
    URL: 'P%C3%A4sse%221%3F',
    'URL, lower-case': 'P%c3%a4sse%221%3f',
  });
});

test.each(['NFC', 'NFD', 'NFKC', 'NFKD'] as const)('a password is found that a system has brought to %s', (form) => {
  const canary = `${freshCanary('ASCII')} Ångström ﬁ`;
  expect(encodingsIn(canary, Buffer.from(canary.normalize(form)))).not.toEqual([]);
});

test('what is reported names the password by its number only', () => {
  const canaries = [freshCanary('ASCII'), freshCanary('non-ASCII')];
  const search = new CanarySearch(canaries);
  const name = `planted-${canaries[1]}`;
  search.lookAtText({ place: 'file', where: name }, name);
  expect(search.found).toMatchObject([{ where: 'planted-[password 2]', encoding: 'UTF-8', canary: 2, at: 8 }]);
});

test.each([[[]], [['short']]])('there is no search for %j', (canaries) => {
  expect(() => new CanarySearch(canaries)).toThrow(RangeError);
});
