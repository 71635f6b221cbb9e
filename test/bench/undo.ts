/** What must be stopped or removed again, the latest first. */
export class Undo {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #undone: Promise<void> | undefined;

  /** Throws once everything is being undone: nothing new may begin then. */
  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
    if (this.#undone === undefined) return;
    this.#undone = this.#undone.then(() => this.#undo());
    throw new Error('The run is being ended.');
  }

  /** Every step is tried; rejects with the first failure. Whoever asks again waits for the same. */
  run(): Promise<void> {
    this.#undone ??= this.#undo();
    return this.#undone;
  }

  async #undo(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
