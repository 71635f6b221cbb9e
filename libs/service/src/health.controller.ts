import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import type { Health, HealthReport, Metrics } from '@entsync/observability';

import { HEALTH, METRICS } from './tokens.ts';

/** As far as it is needed of an HTTP answer. */
interface Answer {
  status(code: number): Answer;
  header(name: string, value: string): Answer;
}

/** For whoever supervises the service, and for Prometheus. Says nothing that needs a login. */
@Controller()
export class HealthController {
  readonly #health: Health;
  readonly #metrics: Metrics;

  constructor(@Inject(HEALTH) health: Health, @Inject(METRICS) metrics: Metrics) {
    this.#health = health;
    this.#metrics = metrics;
  }

  @Get('health/live')
  @HttpCode(200)
  live(): { live: true } {
    return { live: true };
  }

  @Get('health/ready')
  ready(@Res({ passthrough: true }) answer: Answer): HealthReport {
    const report = this.#health.report();
    answer.status(report.ready ? 200 : 503);
    return report;
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) answer: Answer): Promise<string> {
    answer.header('content-type', this.#metrics.contentType);
    return this.#metrics.render();
  }
}
