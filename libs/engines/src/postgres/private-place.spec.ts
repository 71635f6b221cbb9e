import { expect, test } from 'vitest';

import { fnv1a, privatePlaceOf } from './private-place.ts';

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the hash of "%s" is the published one', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

test('two data folders of one name have two places', () => {
  expect(privatePlaceOf('/root/a/postgres')).not.toBe(privatePlaceOf('/root/b/postgres'));
});

test('a place is recognised by its name, which cannot lead elsewhere', () => {
  expect(privatePlaceOf('/root/a b/my data')).toMatch(/^\/var\/lib\/entsync\/my_data-[0-9a-f]{16}$/);
});
