/**
 * Runs pieces of work: different accounts at once, up to a limit; one account's in the order in which they came.
 */
export class AccountQueue {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#wake();
  }

  /** @param work must not reject */
  add(account: string, work: () => Promise<void>): void {
    const before = this.#tails.get(account) ?? Promise.resolve();
    const tail = before.then(() => this.#runWithin(work));
    this.#tails.set(account, tail);
    void tail.finally(() => {
      if (this.#tails.get(account) === tail) this.#tails.delete(account);
    });
  }

  /** Resolves when everything that was added has ended. */
  async drained(): Promise<void> {
    while (this.#tails.size > 0) await Promise.allSettled(this.#tails.values());
  }

  async #runWithin(work: () => Promise<void>): Promise<void> {
    while (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      await work();
    } finally {
      this.#running -= 1;
      this.#wake();
    }
  }

  #wake(): void {
    for (let free = this.#limit - this.#running; free > 0; free -= 1) this.#waiting.shift()?.();
  }
}
