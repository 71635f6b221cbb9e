import { expect, test } from 'vitest';

import { isDatabaseOutage } from './is-outage.ts';

const failure = (code: string, message = 'failed'): Error => Object.assign(new Error(message), { code });

test.each(['ECONNREFUSED', 'ECONNRESET', '08006', '53300', '57P01', '57P03', '58030', '40001', '40P01', '55P03'])(
  '%s says nothing about the statement: the same may be tried again',
  (code) => {
    expect(isDatabaseOutage(failure(code))).toBe(true);
  },
);

test.each(['22P02', '23505', '23503', '42P01', '22021', 'ENTSYNC_ANY'])('%s is the statement’s own fault', (code) => {
  expect(isDatabaseOutage(failure(code))).toBe(false);
});

test('a statement is not excused by what its message quotes', () => {
  expect(isDatabaseOutage(failure('23505', 'duplicate key: timeout expired'))).toBe(false);
});

test('a connection that ended without a code is an outage; a mistake in the program is none', () => {
  expect(isDatabaseOutage(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isDatabaseOutage(new TypeError('x is not a function'))).toBe(false);
  expect(isDatabaseOutage('timeout expired')).toBe(false);
});
