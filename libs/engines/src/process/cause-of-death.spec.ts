import { expect, test } from 'vitest';

import { causeOfDeath } from './cause-of-death.ts';

const DEATH = { name: 'Kafka', logFile: '/logs/kafka.log', logTail: 'Some words.', manner: 'SIGBUS', diskFull: false };

test.each([
  ['Kafka', 'Socket server failed to bind to 127.0.0.1:9092: Address already in use.'],
  ['OpenLDAP', 'daemon: bind(7) failed errno=98 (Address already in use)'],
  ['PostgreSQL', 'could not bind IPv4 address "127.0.0.1": Address already in use'],
])('%s that finds its port taken is told from one that died', (name, line) => {
  expect(causeOfDeath({ ...DEATH, name, logTail: `first\n${line}\nlast` }).code).toBe('ENTSYNC_PORT_TAKEN');
});

test.each([
  ['the system', 'PANIC: could not write to file: No space left on device'],
  ['PostgreSQL', 'FATAL: could not extend file: wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.'],
])('a full disk is known by the words of %s', (_, logTail) => {
  expect(causeOfDeath({ ...DEATH, logTail }).code).toBe('ENTSYNC_DISK_FULL');
});

test('a full disk is known without words', () => {
  expect(causeOfDeath({ ...DEATH, logTail: '', diskFull: true }).code).toBe('ENTSYNC_DISK_FULL');
});

test('anything else is a death, with its manner, its log and its last words', () => {
  const error = causeOfDeath(DEATH);
  expect(error.code).toBe('ENTSYNC_ENGINE_DIED');
  expect(error.message).toContain('SIGBUS');
  expect(error.message).toContain('/logs/kafka.log');
  expect(error.logTail).toBe('Some words.');
});
