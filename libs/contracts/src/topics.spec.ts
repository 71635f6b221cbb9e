import { MICROS_PER_HOUR } from '@entsync/domain';
import { expect, test } from 'vitest';

import { accountOfAdapterKey } from './fields.ts';
import {
  ACCOUNT_PARTITIONS,
  adapterTopic,
  CONFIGURATION,
  deadLetterTopic,
  flowRetention,
  TOPIC_SAFE_NAME,
  TOPICS,
} from './topics.ts';
import { traceparentOf } from './tracking.ts';

test('topics that are keyed by account have the same number of partitions, so that a key lies on the same one of each', () => {
  const keyed = TOPICS.filter(({ key }) => key === 'adapter/account' || key === 'domain\\user');
  expect(keyed.map(({ partitions }) => partitions)).toEqual(keyed.map(() => ACCOUNT_PARTITIONS));
  expect(adapterTopic('hr-ldap')).toMatchObject({ name: 'deliveries.hr-ldap', partitions: ACCOUNT_PARTITIONS });
});

test('only the configuration is compacted: of everything else each record counts', () => {
  expect(TOPICS.filter(({ cleanup }) => cleanup === 'compact').map(({ name }) => name)).toEqual([CONFIGURATION]);
});

test('records of flow topics stay twice as long as a change may live, and a week', () => {
  expect(flowRetention(24 * MICROS_PER_HOUR)).toBe(9 * 24 * MICROS_PER_HOUR);
});

test('no topic is named twice, and every name is one that Kafka allows', () => {
  const names = TOPICS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !TOPIC_SAFE_NAME.test(name))).toEqual([]);
});

test.each(['', '.hidden', 'with space', 'a/b', 'ü', 'a'.repeat(101)])(
  '%j is no name for an adapter: it names a topic',
  (name) => {
    expect(TOPIC_SAFE_NAME.test(name)).toBe(false);
  },
);

test('dead letters of a topic lie beside it', () => {
  expect(deadLetterTopic('deliveries.hr-ldap').name).toBe('deliveries.hr-ldap.dlq');
});

test('whatever case an account is written in, it has one key', () => {
  expect(accountOfAdapterKey({ adapter: 'HR', account: 'CN=Ann' })).toBe(
    accountOfAdapterKey({ adapter: 'hr', account: 'cn=ann' }),
  );
});

test('the trace of a change is found by its tracking id', () => {
  expect(traceparentOf('018f6f2e-7a10-4c3e-9b1d-5f0c2a7e4d11')).toBe(
    '00-018f6f2e7a104c3e9b1d5f0c2a7e4d11-9b1d5f0c2a7e4d11-01',
  );
});
