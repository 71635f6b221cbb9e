import { expect, test } from 'vitest';

import { connectKafka } from './kafka-connection.ts';

const CANARY = 'canary-Tr0ub4dor';

function linesOf(log: (logger: ReturnType<ReturnType<typeof connectKafka>['logger']>) => void): unknown[][] {
  const lines: unknown[][] = [];
  const kafka = connectKafka({ brokers: ['127.0.0.1:1'], clientId: 'test' }, (...line) => lines.push(line));
  log(kafka.logger());
  return lines;
}

test('of what kafkajs logs only names and numbers are passed on: never an error, never what was sent', () => {
  const error = Object.assign(new Error(CANARY), { messages: [{ value: CANARY }] });
  const lines = linesOf((logger) =>
    logger.error('Crash', { groupId: 'store', retryCount: 3, error, stack: error.stack, payload: CANARY }),
  );
  expect(lines).toEqual([['error', expect.stringContaining('Crash'), { groupId: 'store', retryCount: 3 }]]);
});

test('what is expected while a broker starts is a warning, and what is only told is for debugging', () => {
  const lines = linesOf((logger) => {
    logger.error('Connection error: connect ECONNREFUSED 127.0.0.1:1');
    logger.warn('slow');
    logger.info('Consumer has joined the group');
  });
  expect(lines.map(([level]) => level)).toEqual(['warn', 'warn', 'debug']);
});
