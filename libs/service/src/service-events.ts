import type { RecordedEvent } from '@entsync/contracts';
import { eventKind, type EventSymbol } from '@entsync/entsso';
import type { Publisher } from '@entsync/messaging';
import { errorFacts, type Log } from '@entsync/observability';

import { toEventMessages } from './event-messages.ts';

/** In milliseconds: events that come together go together. */
const GATHER = 50;
/** In milliseconds: after the brokers did not take them. */
const TRY_AGAIN = 5_000;
/** More than this, while the brokers are away, and the oldest are forgotten; the log still has them. */
const KEPT = 10_000;

/** Events of services that have no transaction to raise them in. They are for the timeline: losing some costs nothing else. */
export class ServiceEvents {
  readonly #service: string;
  readonly #publisher: Publisher;
  readonly #log: Log;
  #waiting: RecordedEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(service: string, publisher: Publisher, log: Log) {
    this.#service = service;
    this.#publisher = publisher;
    this.#log = log;
  }

  record(symbol: EventSymbol, facts: Omit<RecordedEvent, 'id' | 'symbol' | 'at'>): void {
    const { id } = eventKind(symbol);
    this.#waiting.push({ id, symbol, at: this.#publisher.clock.now(), ...facts });
    if (this.#waiting.length > KEPT) this.#waiting.shift();
    this.#flushIn(GATHER);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    try {
      await this.#publisher.publish(toEventMessages(this.#service, events, this.#publisher.clock.now()));
    } catch (error) {
      this.#log.warn('events were not published', { count: events.length, ...errorFacts(error) });
      this.#waiting = [...events, ...this.#waiting].slice(-KEPT);
      this.#flushIn(TRY_AGAIN);
    }
  }

  #flushIn(milliseconds: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), milliseconds);
  }
}
