import { expect, test } from 'vitest';

import { writeLdif } from './ldif.ts';

test('entries are parted by an empty line', () => {
  const entries = [
    { dn: 'o=a', attributes: [['o', 'a'] as const] },
    { dn: 'o=b', attributes: [['o', 'b'] as const] },
  ];
  expect(writeLdif(entries)).toBe('dn: o=a\no: a\n\ndn: o=b\no: b\n');
});

test.each([[' leading'], ['trailing '], [':colon'], ['<url'], ['Jürgen'], ['two\nlines']])(
  '"%s" is written in base64',
  (value) => {
    const text = writeLdif([{ dn: 'o=a', attributes: [['o', value]] }]);
    expect(text).toBe(`dn: o=a\no:: ${Buffer.from(value).toString('base64')}\n`);
  },
);
