import { BrokerClock, BrokerError, type OutgoingMessage, type Publisher } from '@entsync/messaging';
import { createLog } from '@entsync/observability';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ServiceEvents } from './service-events.ts';

const publish = vi.fn<(messages: readonly OutgoingMessage[]) => Promise<void>>();
const log = createLog({ service: 'host', level: 'error', destination: { write: () => undefined } });
let events: ServiceEvents;

beforeEach(() => {
  vi.useFakeTimers();
  publish.mockReset().mockResolvedValue();
  events = new ServiceEvents('host', { publish, clock: new BrokerClock() } as unknown as Publisher, log);
});

afterEach(() => {
  vi.useRealTimers();
});

const sourcesIn = (messages: readonly OutgoingMessage[] = []): unknown[] =>
  messages
    .flatMap(
      ({ value }) => (JSON.parse(value?.toString() ?? '') as { events: { parameters: { source: string } }[] }).events,
    )
    .map(({ parameters }) => parameters.source);

const tell = (source: string): void => events.record('ENTSYNC_ERROR_CAPTURE_SHIM_DOWN', { parameters: { source } });

test('events that come together are published together', async () => {
  tell('hr');
  tell('crm');
  await vi.advanceTimersByTimeAsync(100);
  expect(publish).toHaveBeenCalledOnce();
  expect(sourcesIn(publish.mock.lastCall?.[0])).toEqual(['hr', 'crm']);
});

test('events that the brokers did not take are published later, though nothing else happens', async () => {
  publish.mockRejectedValueOnce(new BrokerError('away'));
  tell('hr');
  await vi.advanceTimersByTimeAsync(100);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(publish).toHaveBeenCalledTimes(2);
  expect(sourcesIn(publish.mock.lastCall?.[0])).toEqual(['hr']);
});
