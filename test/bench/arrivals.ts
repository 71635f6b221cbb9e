import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL = 100;

/** When each account's change arrived. A change that arrives twice, or not at all, fails the run. */
export class Arrivals {
  readonly #times = new Map<string, number>();
  #rest = '';

  /** Takes what an `ArrivalWriter` has written since; its last line may be half there. Throws when an account comes a second time. */
  take(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [time = '', account = ''] = line.split(' ');
      if (this.#times.has(account)) throw new Error(`${account} was called twice for one change.`);
      this.#times.set(account, Number(time));
    }
  }

  /** In microseconds. Throws when it has not arrived. */
  timeOf(account: string): number {
    const time = this.#times.get(account);
    if (time === undefined) throw new Error(`The change of ${account} has not arrived.`);
    return time;
  }

  missing(accounts: readonly string[]): readonly string[] {
    return accounts.filter((account) => !this.#times.has(account));
  }
}

/** Arrivals that another process writes down. */
export class FollowedArrivals extends Arrivals {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  static async follow(file: string): Promise<FollowedArrivals> {
    return new FollowedArrivals(await open(file, 'a+', 0o600));
  }

  /** Resolves when all of them have arrived. Rejects when that takes too long, and when any account came twice. */
  async until(accounts: readonly string[], seconds: number): Promise<void> {
    const deadline = performance.now() + seconds * 1_000;
    for (;;) {
      await this.read();
      const missing = this.missing(accounts);
      if (missing.length === 0) return;
      if (performance.now() > deadline) {
        throw new Error(
          `${missing.length} of ${accounts.length} changes did not arrive in ${seconds} s, such as that of ${missing[0]}.`,
        );
      }
      await sleep(POLL);
    }
  }

  /** Rejects when any account came twice. */
  async read(): Promise<void> {
    this.take(await this.#file.readFile('utf8'));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
