import type { ConsumerObserver } from '@entsync/messaging';
import { errorFacts, type Log, type Metrics } from '@entsync/observability';

/** Counts and logs what a service's consumers tell. One for each service; `observe` makes the observer of one stream. */
export class ConsumerMetrics {
  readonly #log: Log;
  readonly #giveUp: (why: string) => void;
  readonly #handled;
  readonly #seconds;
  readonly #dead;
  readonly #dropped;
  readonly #outages;

  constructor(metrics: Metrics, log: Log, giveUp: (why: string) => void) {
    this.#log = log;
    this.#giveUp = giveUp;
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
    return {
      batchHandled: (records, seconds) => {
        this.#handled.inc({ stream }, records);
        this.#seconds.observe({ stream }, seconds);
      },
      recordDead: ({ topic, partition, offset }, reason, error) => {
        this.#dead.inc({ stream, reason });
        const facts = { stream, topic, partition, offset, reason };
        if (error === undefined) this.#log.warn('a record was put among the dead letters', facts);
        else this.#log.error('a handler failed on one record', { ...facts, ...errorFacts(error) });
      },
      recordDropped: (_record, reason) => this.#dropped.inc({ stream, reason }),
      outage: (error, attempt) => {
        this.#outages.inc({ stream });
        this.#log.warn('waiting for an outage to end', { stream, attempt, ...errorFacts(error) });
      },
      recordsMissing: (error) => this.#log.error(error.message, { stream, errorCode: error.code, count: error.count }),
      crashed: () => this.#giveUp(`the consumer of ${stream} has crashed`),
    };
  }
}
