import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { HandlesBatches, type HandledBatch, type RecordBatch } from '@entsync/messaging';

import { Deliveries } from './lanes/deliveries.ts';
import { LaneOutcomes } from './lanes/outcomes.ts';

/** The streams of records that the router takes. */
@Controller()
export class StreamsController {
  readonly #deliveries: Deliveries;
  readonly #outcomes: LaneOutcomes;

  constructor(@Inject(Deliveries) deliveries: Deliveries, @Inject(LaneOutcomes) outcomes: LaneOutcomes) {
    this.#deliveries = deliveries;
    this.#outcomes = outcomes;
  }

  @HandlesBatches('deliveries')
  deliveries(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#deliveries.handle(batch);
  }

  @HandlesBatches('outcomes')
  outcomes(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#outcomes.handle(batch);
  }
}
