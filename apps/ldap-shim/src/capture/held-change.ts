import type { RecordPlace, SpoolWriter } from '@entsync/spool';

import type { SealedChange } from './seal-change.ts';

const SUCCESS = 0;

interface WrittenChange {
  readonly place: RecordPlace;
  readonly record: SealedChange;
}

/** One change that waits for its turn, and then for its result. */
export class HeldChange {
  readonly operation: string;
  readonly account: string;
  readonly settled: Promise<void>;
  readonly markSettled: () => void;
  #written: WrittenChange | undefined;

  constructor(operation: string, account: string) {
    this.operation = operation;
    this.account = account;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.settled = promise;
    this.markSettled = resolve;
  }

  async write(spool: SpoolWriter, seal: (place: RecordPlace) => Promise<SealedChange>): Promise<void> {
    const place = spool.nextPlace();
    const record = await seal(place);
    await spool.hold(place, record);
    this.#written = { place, record };
  }

  /** Answers the change where it has happened. */
  async settle(spool: SpoolWriter, resultCode: number): Promise<SealedChange | undefined> {
    if (this.#written === undefined) return undefined;
    if (resultCode === SUCCESS) return commit(spool, this.#written);
    // slapd's own codes below zero say that an operation was given up, not what it had done by then: the host asks the directory.
    if (resultCode > SUCCESS) await spool.discard(this.#written.place).catch(ignoreMissing);
    return undefined;
  }
}

/** A host that was tired of waiting may have judged the half by itself, and wrongly: the same record once more does no harm. */
async function commit(spool: SpoolWriter, { place, record }: WrittenChange): Promise<SealedChange> {
  try {
    await spool.commit(place);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await spool.append(place, record);
  }
  return record;
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
