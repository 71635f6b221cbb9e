import { BadRequestException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { createLog } from '@entsync/observability';
import { expect, test } from 'vitest';

import { PublicError, PublicErrorFilter } from './public-error.filter.ts';

/** What the caller gets, and what is logged. */
function answerTo(error: unknown): { status: number; body: unknown; logged: string } {
  const answer = { status: 0, body: undefined as unknown, logged: '' };
  const log = createLog({
    service: 'store',
    level: 'info',
    destination: { write: (line) => void (answer.logged += line) },
  });
  const response = {
    status: (code: number) => {
      answer.status = code;
      return { send: (body: unknown) => void (answer.body = body) };
    },
  };
  const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;
  const filter: ExceptionFilter = new PublicErrorFilter(log);
  // oxlint-disable-next-line promise/no-promise-in-callback -- Nest's interface, no promise
  filter.catch(error, host);
  return answer;
}

test('an error that is meant for the caller is told with its code and facts', () => {
  const error = new PublicError(409, 'ENTSYNC_TAKEN', 'Choose another name.', { name: 'hr' });
  expect(answerTo(error)).toEqual({
    status: 409,
    body: { code: 'ENTSYNC_TAKEN', message: 'Choose another name.', name: 'hr' },
    logged: '',
  });
});

test('a request that Nest refuses is told as such', () => {
  expect(answerTo(new BadRequestException('no JSON'))).toMatchObject({
    status: 400,
    body: { code: 'ENTSYNC_REQUEST' },
  });
});

test('everything else is an internal error: neither caller nor log learn what it quotes', () => {
  const { status, body, logged } = answerTo(new TypeError('canary-Tr0ub4dor'));
  expect([status, body]).toMatchObject([500, { code: 'ENTSYNC_INTERNAL' }]);
  expect(logged).toContain('TypeError');
  expect(JSON.stringify(body) + logged).not.toContain('canary');
});
