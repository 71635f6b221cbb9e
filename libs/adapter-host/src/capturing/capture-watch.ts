import type { Log } from '@entsync/observability';
import type { ServiceEvents } from '@entsync/service';
import type { SpoolDepth } from '@entsync/spool';

export interface CaptureWatchOptions {
  readonly adapter: string;
  readonly depth: () => Promise<SpoolDepth>;
  /** `undefined` where there is no shim. */
  readonly shimAnswers: () => Promise<boolean | undefined>;
  readonly events: Pick<ServiceEvents, 'record'>;
  readonly log: Pick<Log, 'info' | 'error'>;
}

/** What was seen last of the capture side of a named adapter. */
export interface CaptureSeen {
  readonly adapter: string;
  readonly spool?: SpoolDepth;
  readonly shimAnswers?: boolean;
}

/** Looks at the capture side of a named adapter, and tells each time that it begins to refuse changes. */
export class CaptureWatch {
  readonly #options: CaptureWatchOptions;
  #spool: SpoolDepth | undefined;
  #shimAnswers: boolean | undefined;

  constructor(options: CaptureWatchOptions) {
    this.#options = options;
  }

  get seen(): CaptureSeen {
    return {
      adapter: this.#options.adapter,
      ...(this.#spool === undefined ? {} : { spool: this.#spool }),
      ...(this.#shimAnswers === undefined ? {} : { shimAnswers: this.#shimAnswers }),
    };
  }

  async lookAtSpool(): Promise<SpoolDepth> {
    const spool = await this.#options.depth();
    const wasFull = this.#spool?.isFull ?? false;
    this.#spool = spool;
    if (spool.isFull && !wasFull) this.#tellFull(spool);
    if (!spool.isFull && wasFull) this.#options.log.info('the spool takes changes again', this.#facts);
    return spool;
  }

  async lookAtShim(): Promise<boolean | undefined> {
    const answers = await this.#options.shimAnswers();
    const before = this.#shimAnswers;
    this.#shimAnswers = answers;
    if (answers === false && before !== false) this.#tellShimDown();
    if (answers === true && before === false) this.#options.log.info('the capture shim answers again', this.#facts);
    return answers;
  }

  #tellFull({ records, undecided, bytes }: SpoolDepth): void {
    const { adapter, events, log } = this.#options;
    log.error('the spool is full: changes are refused at their source', { ...this.#facts, records, undecided, bytes });
    events.record('ENTSYNC_ERROR_SPOOL_FULL', { system: adapter, parameters: { source: adapter, records, bytes } });
  }

  #tellShimDown(): void {
    const { adapter, events, log } = this.#options;
    log.error('the capture shim does not answer: the directory refuses changes', this.#facts);
    events.record('ENTSYNC_ERROR_CAPTURE_SHIM_DOWN', { system: adapter, parameters: { source: adapter } });
  }

  get #facts(): { adapter: string } {
    return { adapter: this.#options.adapter };
  }
}
