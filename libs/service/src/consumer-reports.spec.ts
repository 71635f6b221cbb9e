import { SYNC_EVENTS, traceparentOf } from '@entsync/contracts';
import type { ConsumedRecord } from '@entsync/messaging';
import { createLog, Metrics } from '@entsync/observability';
import { beforeEach, expect, test, vi } from 'vitest';

import { ConsumerReports } from './consumer-reports.ts';
import type { ServiceEvents } from './service-events.ts';

const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const PLACE = { topic: 'deliveries', partition: 3, offset: 17 };

const record = vi.fn<ServiceEvents['record']>();
let metrics: Metrics;
let observer: ReturnType<ConsumerReports['observe']>;

beforeEach(() => {
  record.mockClear();
  metrics = new Metrics('store');
  const log = createLog({ service: 'store', level: 'error', destination: { write: () => undefined } });
  observer = new ConsumerReports({ metrics, log, giveUp: () => undefined }, { record }).observe('changes');
});

const consumed = (facts: Partial<ConsumedRecord> = {}): ConsumedRecord => ({
  ...PLACE,
  key: null,
  value: null,
  headers: {},
  appendedAt: 0,
  isReplay: false,
  ...facts,
});

test('a record that was put among the dead letters is an event, with the reason', () => {
  observer.recordDead?.(consumed(), 'not-authentic');
  expect(record.mock.calls).toEqual([
    ['ENTSYNC_WARN_RECORD_DEAD', { parameters: { ...PLACE, reason: 'not-authentic' } }],
  ]);
});

test('a handler that failed on a record is another event, with the class of the error and never its message', () => {
  observer.recordDead?.(consumed(), 'handler-failed', new TypeError('reading "hunter2"'));
  expect(record.mock.calls).toEqual([
    ['ENTSYNC_ERROR_RECORD_HANDLER_FAILED', { parameters: { ...PLACE, errorCode: 'TypeError' } }],
  ]);
});

test('the event belongs to the change that the record was about', () => {
  observer.recordDead?.(consumed({ headers: { traceparent: traceparentOf(ID) } }), 'handler-failed', new TypeError());
  expect(record.mock.calls[0]?.[1]).toMatchObject({ trackingId: ID });
});

test('a dead record of events is counted, but no event: that would be the next one to fail', async () => {
  observer.recordDead?.(consumed({ topic: SYNC_EVENTS }), 'handler-failed', new TypeError());
  expect(record).not.toHaveBeenCalled();
  expect(await metrics.render()).toContain('entsync_records_dead_total{stream="changes",reason="handler-failed"');
});

test('records that are gone before they were read are an event, with their count', () => {
  const missing = Object.assign(new Error('gone'), { ...PLACE, count: 12, from: 'beginning' as const });
  observer.recordsMissing?.(Object.assign(missing, { code: 'ENTSYNC_RECORDS_MISSING' as const }));
  expect(record.mock.calls).toEqual([
    ['ENTSYNC_ERROR_RECORDS_MISSING', { parameters: { topic: 'deliveries', partition: 3, count: 12 } }],
  ]);
});
