import { expect, test } from 'vitest';

import { serverProperties } from './server-properties.ts';

const TEXT = serverProperties({ logDir: '/data/log', port: 9092, controllerPort: 9093 });

test('it listens on the loopback address only', () => {
  expect(TEXT).toContain('listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093\n');
  expect(TEXT).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:9092\n');
  expect(TEXT).not.toContain('0.0.0.0');
});

test.each([
  'log.dirs=/data/log',
  'auto.create.topics.enable=false',
  'offsets.topic.replication.factor=1',
  'transaction.state.log.replication.factor=1',
  'transaction.state.log.min.isr=1',
  'group.initial.rebalance.delay.ms=0',
  'log.message.timestamp.type=LogAppendTime',
  'log.retention.bytes=-1',
])('%s', (line) => {
  expect(TEXT.split('\n')).toContain(line);
});

test('the place of a reader is kept for fourteen days', () => {
  expect(TEXT).toContain(`offsets.retention.minutes=${14 * 24 * 60}\n`);
});

test('a comma in the folder is refused, because Kafka would see two folders', () => {
  expect(() => serverProperties({ logDir: '/a,b', port: 1, controllerPort: 2 })).toThrow('commas');
});
