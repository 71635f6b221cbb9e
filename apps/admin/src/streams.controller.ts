import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { HandlesBatches, type HandledBatch, type RecordBatch } from '@entsync/messaging';

import { EventLog } from './events/event-log.ts';
import { Statuses } from './services/statuses.ts';

/** The streams of records that are always there. Dead letters have a stream of their own: its topics come and go. */
@Controller()
export class StreamsController {
  readonly #events: EventLog;
  readonly #statuses: Statuses;

  constructor(@Inject(EventLog) events: EventLog, @Inject(Statuses) statuses: Statuses) {
    this.#events = events;
    this.#statuses = statuses;
  }

  @HandlesBatches('events')
  events(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#events.handle(batch);
  }

  @HandlesBatches('statuses')
  statuses(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#statuses.handle(batch);
  }
}
