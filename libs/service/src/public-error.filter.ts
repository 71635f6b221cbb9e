import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '@entsync/observability';

import { LOG } from './tokens.ts';

/** An error that may be shown to whoever asked: a code, a sentence that says what to do, and facts. */
export class PublicError extends Error {
  constructor(
    readonly status: number,
    /** `ENTSYNC_...`, or the number of an event. */
    readonly code: string,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'PublicError';
  }
}

interface ErrorAnswer {
  readonly code: string;
  readonly message: string;
}

/** The only place that turns an error into an HTTP answer. What is not meant for the caller becomes "internal error"; the log has the rest. */
@Catch()
export class PublicErrorFilter implements ExceptionFilter {
  readonly #log: Log;

  constructor(@Inject(LOG) log: Log) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = host.switchToHttp().getResponse<{ status(code: number): { send(body: ErrorAnswer): void } }>();
    if (error instanceof PublicError) {
      const { status, code, message, facts } = error;
      answer.status(status).send({ code, message, ...facts });
    } else if (error instanceof HttpException) {
      answer.status(error.getStatus()).send({ code: 'ENTSYNC_REQUEST', message: error.message });
    } else {
      this.#log.failure('a request failed', error);
      answer
        .status(500)
        .send({ code: 'ENTSYNC_INTERNAL', message: 'Internal error; the log of the service says more.' });
    }
  }
}
