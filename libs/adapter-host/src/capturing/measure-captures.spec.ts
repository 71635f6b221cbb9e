import { Metrics } from '@entsync/observability';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { CaptureSeen } from './capture-watch.ts';
import { measureCaptures } from './measure-captures.ts';

const NOW = 1_800_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

async function render(...seen: CaptureSeen[]): Promise<string[]> {
  const metrics = new Metrics('adapter-ldap');
  measureCaptures(metrics, () => seen);
  return (await metrics.render()).split('\n').filter((line) => /^entsync_(spool|shim)/.test(line));
}

test('what waits in a spool is shown with the age of the oldest record', async () => {
  const spool = { records: 4, undecided: 0, bytes: 1_000, isFull: false, oldestAt: (NOW - 90_000) * 1_000 };
  expect(await render({ adapter: 'hr', spool, shimAnswers: false })).toEqual([
    'entsync_spool_records{adapter="hr",service="adapter-ldap"} 4',
    'entsync_spool_oldest_seconds{adapter="hr",service="adapter-ldap"} 90',
    'entsync_shim_answers{adapter="hr",service="adapter-ldap"} 0',
  ]);
});

test('in an empty spool nothing is old, and where there is no shim none is shown', async () => {
  const spool = { records: 0, undecided: 0, bytes: 0, isFull: false };
  expect(await render({ adapter: 'crm', spool })).toEqual([
    'entsync_spool_records{adapter="crm",service="adapter-ldap"} 0',
    'entsync_spool_oldest_seconds{adapter="crm",service="adapter-ldap"} 0',
  ]);
});

test('an adapter that was not looked at yet has no values', async () => {
  expect(await render({ adapter: 'crm' })).toEqual([]);
});
