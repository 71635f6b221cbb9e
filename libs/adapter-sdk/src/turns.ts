import { untilAborted } from './until-aborted.ts';

/** Lets so many pieces of work run at once and the others wait in line, so that a burst does not open a connection for each. */
export class Turns {
  readonly #waiting: Array<() => void> = [];
  #free: number;

  /** @param limit At least 1. */
  constructor(limit: number) {
    this.#free = limit;
  }

  /** Settles as `work` does. Rejects with `TARGET_TIMEOUT` where the signal is aborted before its turn has come. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.#next();
    try {
      await untilAborted(signal, turn);
    } catch (error) {
      void turn.then(() => this.#pass());
      throw error;
    }
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #next(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
