import { expect, test } from 'vitest';

import { createLog, errorFacts, type Log } from './log.ts';

const CANARY = 'canary-Tr0ub4dor';

/** What is written by the time it returns, a line each. */
function linesOf(write: (log: Log) => void, level: 'debug' | 'info' = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ service: 'store', level, destination: { write: (line: string) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

class OurError extends Error {
  readonly code = 'ENTSYNC_OURS';
}

test('a line has a level, a time, the service, the message and its facts', () => {
  const [line] = linesOf((log) => log.warn('slow', { adapter: 'hr', count: 3 }));
  expect(line).toEqual({
    level: 'warn',
    time: expect.any(String),
    service: 'store',
    msg: 'slow',
    adapter: 'hr',
    count: 3,
  });
});

test('what is below the level is not written', () => {
  const write = (log: Log): void => log.debug('detail');
  expect([linesOf(write).length, linesOf(write, 'debug').length]).toEqual([0, 1]);
});

test('of an error that is not ours class and code are shown, and never its message', () => {
  const error = Object.assign(new TypeError(`bad value ${CANARY}`), { code: '22P02', detail: CANARY });
  const [line] = linesOf((log) => log.failure('a request failed', error));
  expect(line).toMatchObject({ level: 'error', error: 'TypeError', errorCode: '22P02' });
  expect(JSON.stringify(line)).not.toContain(CANARY);
});

test('of an error of ours the message is shown as well: it says what to do', () => {
  expect(errorFacts(new OurError('Free some space.'))).toMatchObject({
    errorCode: 'ENTSYNC_OURS',
    reason: 'Free some space.',
  });
});

test('a message of several lines does not come to light through the stack', () => {
  const error = new Error(`first\n    at ${CANARY}`);
  expect(JSON.stringify(errorFacts(error))).not.toContain(CANARY);
  expect(errorFacts(error)['at']).toContain('log.spec.ts');
});

test('what is thrown and is no error is told by its type only', () => {
  expect(errorFacts(CANARY)).toEqual({ error: 'string' });
});

test('of the facts that a library hands over only names and numbers are written', () => {
  const facts = { topic: 'changes', retries: 3, error: new Error(CANARY), value: Buffer.from(CANARY), list: [CANARY] };
  const [line] = linesOf((log) => log.line('warn', 'Crash', facts));
  expect(line).toMatchObject({ topic: 'changes', retries: 3 });
  expect(JSON.stringify(line)).not.toContain(CANARY);
  expect(line).not.toHaveProperty('value');
});
