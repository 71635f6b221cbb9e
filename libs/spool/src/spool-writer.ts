import { readdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

import { makeDirectory, syncDirectory, writeDurably } from './durable-files.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { SpoolFullError } from './spool.errors.ts';
import {
  halfFileName,
  isHalfFile,
  isRecordFile,
  recordFileName,
  sequenceOf,
  type SpoolRecord,
} from './spool-record.ts';
import { loadSpoolState, STATE_FILE, type SpoolState } from './spool-state.ts';

export interface SpoolLimits {
  /** Records and halves together. */
  readonly maxRecords: number;
}

const DEFAULT_SPOOL_LIMITS: SpoolLimits = { maxRecords: 100_000 };

/** What the writer puts into each record by itself. */
type WrittenBySpool = 'format' | 'origin' | 'sequence';

/** Where a new record belongs. Its sealed part must name both. */
export interface RecordPlace {
  readonly origin: string;
  readonly sequence: number;
}

/** Records are counted anew at least this often: the reader removes them behind the writer's back. */
const COUNT_EVERY = 256;

/**
 * The writing end of a spool. One process writes, another reads. What a method has resolved is durable: it survives a kill and a power cut.
 */
export class SpoolWriter {
  readonly origin: string;
  readonly opening: number;
  readonly #directory: string;
  readonly #limits: SpoolLimits;
  #count = 0;
  #records = 0;
  #sinceCounted = COUNT_EVERY;

  private constructor(directory: string, state: SpoolState, limits: SpoolLimits) {
    this.#directory = directory;
    this.#limits = limits;
    this.origin = state.origin;
    this.opening = state.openings;
  }

  /** Opens the spool, or makes it. A new spool is a new origin. */
  static async open(directory: string, newOrigin: () => string, limits = DEFAULT_SPOOL_LIMITS): Promise<SpoolWriter> {
    await makeDirectory(directory);
    await removeLeftovers(directory, performance.timeOrigin);
    const former = await loadSpoolState(directory);
    const state: SpoolState = {
      origin: former?.origin ?? newOrigin(),
      openings: (former?.openings ?? 0) + 1,
      maxRecords: limits.maxRecords,
    };
    await writeDurably(directory, STATE_FILE, JSON.stringify(state));
    return new SpoolWriter(directory, state, limits);
  }

  /** The place of the next record. */
  nextPlace(): RecordPlace {
    this.#count += 1;
    return { origin: this.origin, sequence: sequenceOf(this.opening, this.#count) };
  }

  /** Adds a change that has happened. Throws {@link SpoolFullError}. */
  async append(place: RecordPlace, record: Omit<SpoolRecord, WrittenBySpool>): Promise<void> {
    await this.#checkLimit();
    await writeDurably(this.#directory, recordFileName(place.sequence), toText(place, record));
  }

  /** Adds a change whose result is still to come. Throws {@link SpoolFullError}. */
  async hold(place: RecordPlace, record: Omit<SpoolRecord, WrittenBySpool>): Promise<void> {
    await this.#checkLimit();
    await writeDurably(this.#directory, halfFileName(place.sequence), toText(place, record));
  }

  /** The change that is held has happened. */
  async commit({ sequence }: RecordPlace): Promise<void> {
    const at = (name: string): string => path.join(this.#directory, name);
    await rename(at(halfFileName(sequence)), at(recordFileName(sequence)));
    await syncDirectory(this.#directory);
  }

  /** The change that is held has not happened. */
  async discard({ sequence }: RecordPlace): Promise<void> {
    await unlink(path.join(this.#directory, halfFileName(sequence)));
    await syncDirectory(this.#directory);
    this.#records -= 1;
  }

  async #checkLimit(): Promise<void> {
    if (this.#sinceCounted >= COUNT_EVERY || this.#records >= this.#limits.maxRecords) {
      this.#records = (await readdir(this.#directory)).filter((name) => isRecordFile(name) || isHalfFile(name)).length;
      this.#sinceCounted = 0;
    }
    if (this.#records >= this.#limits.maxRecords) throw new SpoolFullError(this.#directory, 'records');
    this.#records += 1;
    this.#sinceCounted += 1;
  }
}

function toText({ origin, sequence }: RecordPlace, record: Omit<SpoolRecord, WrittenBySpool>): string {
  return JSON.stringify({ format: 'entsync-spool-1', origin, sequence, ...record } satisfies SpoolRecord);
}
