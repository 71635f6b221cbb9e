import { Secret } from '@entsync/domain';
import { describe, expect, test } from 'vitest';

import { decodePasswordModify } from './capture/decode-password-modify.ts';
import { encodePasswordModify } from './encode-password-modify.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('PasswdModifyRequestValue', () => {
  test('is the sequence of RFC 3062: userIdentity [0], oldPasswd [1], newPasswd [2], in this order', () => {
    const change = { dn: 'cn=a', oldPassword: Secret.ofText('old'), newPassword: Secret.ofText('nëw') };
    expect(hexOf(encodePasswordModify(change))).toBe(
      ['3011', '8004', hexOf(Buffer.from('cn=a')), '8103', '6f6c64', '8204', '6ec3ab77'].join(''),
    );
  });

  test('leaves the old password out where there is none', () => {
    expect(hexOf(encodePasswordModify({ dn: 'cn=a', newPassword: Secret.ofText('new') }))).toBe(
      '300b8004636e3d6182036e6577',
    );
  });

  test.each([0x7f, 0x80, 0xff, 0x100, 0xffff])(
    'a password of %i bytes has its length in as few bytes as can be',
    (length) => {
      const newPassword = new Secret(new Uint8Array(length).fill(0x78));
      const encoded = encodePasswordModify({ dn: 'cn=a', newPassword });
      expect(decodePasswordModify(encoded)?.newPassword).toHaveLength(length);
      const lengthOf = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
      expect(hexOf(encoded)).toContain(hexOf(Buffer.from([0x82, ...lengthOf, 0x78])));
    },
  );

  test('bytes that are no UTF-8 come through', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xfe);
    const encoded = encodePasswordModify({ dn: 'cn=a', newPassword: new Secret(bytes) });
    expect(decodePasswordModify(encoded)?.newPassword).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
  });
});
