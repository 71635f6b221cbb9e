import type { ExecutionContext } from '@nestjs/common';
import { expect, test } from 'vitest';

import { AdminGuard } from './admin.guard.ts';

const TOKEN = 'canary-token-of-the-installation';

function ask(authorization?: string): boolean {
  const headers = authorization === undefined ? {} : { authorization };
  const context = { switchToHttp: () => ({ getRequest: () => ({ headers }) }) } as unknown as ExecutionContext;
  return new AdminGuard(TOKEN).canActivate(context);
}

test('administration is open to whoever bears the token', () => {
  expect(ask(`Bearer ${TOKEN}`)).toBe(true);
});

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  TOKEN,
  `Basic ${TOKEN}`,
  `Bearer ${TOKEN}x`,
  `Bearer ${TOKEN} x`,
  `bearer`,
])('administration is closed to %j, and its refusal tells what to send but not the token', (authorization) => {
  expect(() => ask(authorization)).toThrow(
    expect.objectContaining({ status: 401, message: expect.stringContaining('ADMIN_TOKEN_FILE') }),
  );
  expect(() => ask(authorization)).not.toThrow(TOKEN);
});
