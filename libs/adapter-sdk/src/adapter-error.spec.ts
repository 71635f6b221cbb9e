import { consequenceOf } from '@entsync/domain';
import { expect, test } from 'vitest';

import { ADAPTER_ERROR_CODES, AdapterError, failureClassOf, mayHaveBeenApplied } from './adapter-error.ts';

test('every code has a class, and every class a consequence', () => {
  expect(Object.fromEntries(ADAPTER_ERROR_CODES.map((code) => [code, consequenceOf(failureClassOf(code))]))).toEqual({
    TARGET_UNREACHABLE: 'retry',
    TARGET_TIMEOUT: 'retry',
    TARGET_BUSY: 'retry',
    ACCOUNT_NOT_FOUND: 'release-to-store',
    PASSWORD_REFUSED: 'release-to-store',
    OLD_PASSWORD_WRONG: 'release-to-store',
    SERVICE_LOGIN_REFUSED: 'open-breaker',
    TARGET_MISCONFIGURED: 'open-breaker',
  });
});

test('only an unknown outcome may have been applied', () => {
  expect(ADAPTER_ERROR_CODES.filter(mayHaveBeenApplied)).toEqual(['TARGET_TIMEOUT']);
});

test('an error carries its facts, and no cause where there is none', () => {
  const cause = new Error('socket');
  expect(new AdapterError('TARGET_BUSY', 'Later.', { targetCode: '51', retryAfter: 1000, cause })).toMatchObject({
    name: 'AdapterError',
    code: 'TARGET_BUSY',
    targetCode: '51',
    retryAfter: 1000,
    missingPrivilege: undefined,
    cause,
  });
  expect('cause' in new AdapterError('TARGET_BUSY', 'Later.')).toBe(false);
});
