import { expect, test } from 'vitest';

import { escapeRdnValue, personDn } from './names.ts';

test.each([
  ['alice', 'alice'],
  ['a,b', String.raw`a\,b`],
  ['a+b=c', String.raw`a\+b\=c`],
  ['#1', String.raw`\#1`],
  [' a ', String.raw`\ a\ `],
  [String.raw`back\slash`, String.raw`back\\slash`],
])('"%s" is written "%s"', (value, escaped) => {
  expect(escapeRdnValue(value)).toBe(escaped);
});

test('a person lies in ou=people', () => {
  expect(personDn('dc=ext,dc=test', 'alice')).toBe('uid=alice,ou=people,dc=ext,dc=test');
});
