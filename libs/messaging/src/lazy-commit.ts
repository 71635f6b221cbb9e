/** In milliseconds. Handlers keep positions of their own or recognise what they have done, so Kafka's offsets may lag a little. */
const COMMIT_INTERVAL = 250;

/**
 * Commits at most a few times a second, and always once more after the last change.
 *
 * A commit that fails is not an error: the next one covers it, and what is read again is recognised.
 */
export class LazyCommit {
  #pending: (() => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param commit commits whatever is handled by then */
  schedule(commit: () => Promise<void>): void {
    this.#pending = commit;
    this.#timer ??= setTimeout(() => void this.flush(), COMMIT_INTERVAL);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const commit = this.#pending;
    this.#pending = undefined;
    await commit?.().catch(() => undefined);
  }
}
