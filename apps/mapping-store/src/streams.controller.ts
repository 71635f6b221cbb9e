import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { HandlesBatches, type HandledBatch, type RecordBatch } from '@entsync/messaging';

import { Intake } from './intake/intake.ts';
import { Outcomes } from './outcomes/outcomes.ts';
import { Status } from './status/status.ts';

/** The streams of records that the store takes. */
@Controller()
export class StreamsController {
  readonly #intake: Intake;
  readonly #outcomes: Outcomes;
  readonly #status: Status;

  constructor(@Inject(Intake) intake: Intake, @Inject(Outcomes) outcomes: Outcomes, @Inject(Status) status: Status) {
    this.#intake = intake;
    this.#outcomes = outcomes;
    this.#status = status;
  }

  @HandlesBatches('changes')
  changes(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#intake.handle(batch);
  }

  @HandlesBatches('outcomes')
  outcomes(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#outcomes.handle(batch);
  }

  @HandlesBatches('status')
  status(@Payload() batch: RecordBatch): Promise<HandledBatch> {
    return this.#status.handle(batch);
  }
}
