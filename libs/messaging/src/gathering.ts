interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Handles together what is added at the same moment, or while earlier items are being handled. Each `add` settles as its group did.
 */
export class Gathering<T> {
  readonly #handle: (items: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #isRunning = false;

  constructor(handle: (items: readonly T[]) => Promise<void>) {
    this.#handle = handle;
  }

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#handle(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isRunning = false;
  }
}
