import type { Log } from '@entsync/observability';

/** Work that time asks for. One piece of it never overlaps itself; a failure is logged, and the next round tries again. */
export class Timers {
  readonly #log: Log;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param milliseconds between the starts of two rounds; a round that takes longer delays the next */
  every(name: string, milliseconds: number, work: () => Promise<void>): void {
    this.#timers.add(
      setInterval(() => {
        if (!this.#running.has(name)) this.run(name, work);
      }, milliseconds),
    );
  }

  /** Once, after whatever of this name is running. */
  run(name: string, work: () => Promise<void>): void {
    if (this.#isStopped) return;
    const before = this.#running.get(name) ?? Promise.resolve();
    const round = before.then(work).catch((error: unknown) => this.#log.failure(`the timer ${name} failed`, error));
    this.#running.set(name, round);
    void round.finally(() => {
      if (this.#running.get(name) === round) this.#running.delete(name);
    });
  }

  /** Begins nothing more, and waits for what is running. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running.values());
  }
}
