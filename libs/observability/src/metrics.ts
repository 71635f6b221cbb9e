import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { MeasuredValues, type Measure } from './measured-values.ts';

/** Seconds: from a millisecond to a minute. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  /** Few values each: never an account, never anything secret. */
  readonly labels?: readonly Label[];
}

interface GaugeOptions<Label extends string> extends MetricOptions<Label> {
  /** How long what was measured is shown, in milliseconds; by default it is measured each time that somebody looks. */
  readonly goodFor?: number;
}

/** The metrics of one service, in Prometheus' text format. All names begin with `entsync_`. */
export class Metrics {
  readonly #registry = new Registry();

  constructor(service: string) {
    this.#registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.#registry });
  }

  counter<Label extends string>({ name, help, labels = [] }: MetricOptions<Label>): Counter<Label> {
    return new Counter({ name: `entsync_${name}`, help, labelNames: [...labels], registers: [this.#registry] });
  }

  /** Measured when somebody looks. What is not there any more, or cannot be measured, is left out. */
  gauge<Label extends string = never>(options: GaugeOptions<Label>, measure: Measure<Label>): void {
    const { name, help, labels = [], goodFor = 0 } = options;
    const values = new MeasuredValues(measure, goodFor);
    const gauge = new Gauge({
      name: `entsync_${name}`,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
      collect: async () => {
        const measured = await values.look();
        gauge.reset();
        for (const { labels: labelled, value } of measured) gauge.set(labelled, value);
      },
    });
  }

  /** In seconds. */
  duration<Label extends string>({ name, help, labels = [] }: MetricOptions<Label>): Histogram<Label> {
    return new Histogram({
      name: `entsync_${name}`,
      help,
      labelNames: [...labels],
      buckets: DURATIONS,
      registers: [this.#registry],
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
