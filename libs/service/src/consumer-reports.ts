import { SYNC_EVENTS, trackingIdOf } from '@entsync/contracts';
import type { ConsumedRecord, ConsumerObserver } from '@entsync/messaging';
import { errorFacts } from '@entsync/observability';

import type { ServiceKit } from './run-service.ts';
import type { ServiceEvents } from './service-events.ts';

type Kit = Pick<ServiceKit<unknown>, 'metrics' | 'log' | 'giveUp'>;

/** What a service's consumers tell, as metrics, lines of the log and events. One for each service; `observe` makes the observer of one stream. */
export class ConsumerReports {
  readonly #kit: Kit;
  readonly #events: Pick<ServiceEvents, 'record'>;
  readonly #handled;
  readonly #seconds;
  readonly #dead;
  readonly #dropped;
  readonly #outages;

  constructor(kit: Kit, events: Pick<ServiceEvents, 'record'>) {
    this.#kit = kit;
    this.#events = events;
    const { metrics } = kit;
    this.#handled = metrics.counter({
      name: 'records_handled_total',
      help: 'Records that were handled.',
      labels: ['stream'],
    });
    this.#seconds = metrics.duration({
      name: 'batch_seconds',
      help: 'How long a batch took, publishing included.',
      labels: ['stream'],
    });
    this.#dead = metrics.counter({
      name: 'records_dead_total',
      help: 'Records among the dead letters.',
      labels: ['stream', 'reason'],
    });
    this.#dropped = metrics.counter({
      name: 'records_dropped_total',
      help: 'Records of strangers beyond the rate at which dead letters are kept.',
      labels: ['stream', 'reason'],
    });
    this.#outages = metrics.counter({
      name: 'outages_total',
      help: 'Times that a batch had to wait for an outage.',
      labels: ['stream'],
    });
  }

  observe(stream: string): ConsumerObserver {
    const { log, giveUp } = this.#kit;
    return {
      batchHandled: (records, seconds) => {
        this.#handled.inc({ stream }, records);
        this.#seconds.observe({ stream }, seconds);
      },
      recordDead: (record, reason, error) => {
        this.#dead.inc({ stream, reason });
        const { topic, partition, offset } = record;
        const facts = { stream, topic, partition, offset, reason };
        if (error === undefined) log.warn('a record was put among the dead letters', facts);
        else log.error('a handler failed on one record', { ...facts, ...errorFacts(error) });
        this.#recordDead(record, reason, error);
      },
      recordDropped: (_record, reason) => this.#dropped.inc({ stream, reason }),
      outage: (error, attempt) => {
        this.#outages.inc({ stream });
        log.warn('waiting for an outage to end', { stream, attempt, ...errorFacts(error) });
      },
      recordsMissing: (error) => {
        const { topic, partition, count } = error;
        log.error(error.message, { stream, errorCode: error.code, count });
        this.#events.record('ENTSYNC_ERROR_RECORDS_MISSING', { parameters: { topic, partition, count } });
      },
      crashed: () => giveUp(`the consumer of ${stream} has crashed`),
    };
  }

  #recordDead(record: ConsumedRecord, reason: string, error: unknown): void {
    const { topic, partition, offset } = record;
    // Whoever fails on events would fail on this one too, and tell of it, and so on.
    if (topic === SYNC_EVENTS) return;
    const trackingId = trackingIdOf(record);
    const about = trackingId === undefined ? {} : { trackingId };
    const place = { topic, partition, offset };
    if (error === undefined)
      this.#events.record('ENTSYNC_WARN_RECORD_DEAD', { ...about, parameters: { ...place, reason } });
    else
      this.#events.record('ENTSYNC_ERROR_RECORD_HANDLER_FAILED', {
        ...about,
        parameters: { ...place, errorCode: codeOf(error) },
      });
  }
}

/** What may be shown of an error that nobody expected: its code, or its class. */
function codeOf(error: unknown): string {
  const { errorCode, error: name } = errorFacts(error);
  return `${errorCode ?? name ?? 'unknown'}`;
}
