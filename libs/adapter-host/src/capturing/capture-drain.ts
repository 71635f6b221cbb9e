import type { TargetAdapter } from '@entsync/adapter-sdk';
import type { OutgoingMessage, Publisher } from '@entsync/messaging';
import { errorFacts, type Log } from '@entsync/observability';
import { SpoolReader, type BadSpoolFile, type SpoolDepth, type SpoolRecord } from '@entsync/spool';

export interface CaptureDrainOptions {
  readonly directory: string;
  readonly publisher: Publisher;
  readonly log: Log;
  readonly toMessage: (record: SpoolRecord) => OutgoingMessage;
  readonly target: () => TargetAdapter | undefined;
  /** What became of a change whose result was lost. */
  readonly decided: (record: SpoolRecord, decision: 'happened' | 'did-not-happen') => void;
}

const RECORDS_AT_ONCE = 200;
/** A result that has not come for so long was lost, in milliseconds. */
const UNDECIDED_AFTER = 15_000;
const RESOLVE_TIMEOUT = 5_000;

/**
 * Publishes what the capture shim has spooled, in the order in which it was captured, and removes what the brokers have acknowledged. A change whose
 * result was lost is resolved by asking the directory itself.
 */
export class CaptureDrain {
  readonly #options: CaptureDrainOptions;
  readonly #reader: SpoolReader;
  #isRunning = false;
  #again = false;
  #isStopped = false;

  constructor(options: CaptureDrainOptions) {
    this.#options = options;
    this.#reader = new SpoolReader(options.directory);
  }

  async start(): Promise<void> {
    await this.#reader.watch(() => this.#wake());
    this.#wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#reader.unwatch();
  }

  depth(): Promise<SpoolDepth> {
    return this.#reader.depth();
  }

  /** One round at a time; what comes meanwhile makes another. */
  #wake(): void {
    this.#again = true;
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    void this.#run().finally(() => {
      this.#isRunning = false;
    });
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#isStopped) {
      this.#again = false;
      try {
        await this.#resolveUndecided();
        while ((await this.#publishSome()) === RECORDS_AT_ONCE) if (this.#isStopped) return;
      } catch (error) {
        // The watch wakes it again within a second.
        this.#options.log.warn('captured changes wait', errorFacts(error));
      }
    }
  }

  async #publishSome(): Promise<number> {
    const { publisher, toMessage } = this.#options;
    const { records, bad } = await this.#reader.read(RECORDS_AT_ONCE);
    this.#tellBad(bad);
    await publisher.publish(records.map(toMessage));
    await this.#reader.remove(records);
    return records.length;
  }

  async #resolveUndecided(): Promise<void> {
    const target = this.#options.target();
    if (target?.resolveCapture === undefined) return;
    const { records, bad } = await this.#reader.readUndecided(Date.now() - UNDECIDED_AFTER);
    this.#tellBad(bad);
    for (const record of records) {
      const capture = { account: record.account, capturedAt: Math.floor(record.capturedAt / 1_000) };
      const decision = await target.resolveCapture(capture, AbortSignal.timeout(RESOLVE_TIMEOUT));
      await this.#reader.decide(record, decision === 'happened');
      this.#options.decided(record, decision);
    }
  }

  /** Each of them may have been a change of a password. */
  #tellBad(bad: readonly BadSpoolFile[]): void {
    const { directory, log } = this.#options;
    for (const { name, reason } of bad)
      log.error('a file in the spool was set aside, and is not published', { directory, name, reason });
  }
}
