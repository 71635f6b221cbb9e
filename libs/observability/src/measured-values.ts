/** One value of a gauge. */
export interface Measurement<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

export type Measure<Label extends string> = () =>
  readonly Measurement<Label>[] | Promise<readonly Measurement<Label>[]>;

/** What was measured last, measured anew when somebody looks and it is too old. Who looks meanwhile waits for the same answer. */
export class MeasuredValues<Label extends string> {
  readonly #measure: Measure<Label>;
  readonly #goodFor: number;
  readonly #now: () => number;
  #measuredAt = -Infinity;
  #values: Promise<readonly Measurement<Label>[]> = Promise.resolve([]);

  /** @param goodFor milliseconds, as `now` counts them */
  constructor(measure: Measure<Label>, goodFor: number, now = (): number => performance.now()) {
    this.#measure = measure;
    this.#goodFor = goodFor;
    this.#now = now;
  }

  /** What cannot be measured has no values: whoever looks at something else must not suffer for it. */
  look(): Promise<readonly Measurement<Label>[]> {
    if (this.#now() - this.#measuredAt >= this.#goodFor) {
      this.#measuredAt = this.#now();
      this.#values = this.#measureAnew();
    }
    return this.#values;
  }

  async #measureAnew(): Promise<readonly Measurement<Label>[]> {
    try {
      return await this.#measure();
    } catch {
      return [];
    }
  }
}
