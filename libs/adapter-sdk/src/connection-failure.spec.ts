import { describe, expect, test } from 'vitest';

import { connectionFailure } from './connection-failure.ts';

const withCode = (code: unknown): Error => Object.assign(new Error('from the runtime'), { code });

describe('a connection that did not come about', () => {
  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'UND_ERR_SOCKET'])(
    '%s: nobody is there',
    (code) => {
      const cause = withCode(code);
      expect(connectionFailure(cause)).toMatchObject({ code: 'TARGET_UNREACHABLE', targetCode: code, cause });
    },
  );

  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
  ])('%s: it would be the same the next time', (code) => {
    expect(connectionFailure(withCode(code))).toMatchObject({ code: 'TARGET_MISCONFIGURED', targetCode: code });
  });

  test.each([new Error('no code'), withCode(17), 'text', undefined])('without a code: nobody is there', (cause) => {
    expect(connectionFailure(cause)).toMatchObject({ code: 'TARGET_UNREACHABLE', targetCode: undefined });
  });
});
