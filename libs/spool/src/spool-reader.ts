import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';

import { makeDirectory, syncDirectory } from './durable-files.ts';
import {
  halfFileName,
  isHalfFile,
  isRecordFile,
  recordFileName,
  sequenceOfFile,
  spoolRecordSchema,
  type SpoolRecord,
} from './spool-record.ts';
import { loadSpoolState } from './spool-state.ts';

/** A file in the spool that is no record, or that nobody can read; it was set aside and never deleted. */
export interface BadSpoolFile {
  readonly name: string;
  /** `no-record`, or the system's code, such as `EIO`. */
  readonly reason: string;
}

export interface SpoolContent {
  readonly records: readonly SpoolRecord[];
  readonly bad: readonly BadSpoolFile[];
}

export interface SpoolDepth {
  readonly records: number;
  readonly undecided: number;
  readonly bytes: number;
  /** When the oldest record was captured, microseconds by its machine's wall clock. */
  readonly oldestAt?: number;
  /** The writer refuses changes: it has as many as it may hold, or the disk is full. */
  readonly isFull: boolean;
}

/** Also without any notice from the file system the spool is looked at this often, in milliseconds. */
const LOOK_EVERY = 1_000;
const BAD_DIRECTORY = 'bad';
/** What a disk can do to one file for good. Everything else is waited for: a record that is only out of reach keeps its place. */
const FILE_IS_LOST = new Set(['EIO', 'EISDIR', 'ELOOP']);
/** In bytes: too little for another record. */
const LEAST_SPACE = 64 * 1024;

/** The reading end of a spool. */
export class SpoolReader {
  readonly #directory: string;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Calls `onChange` whenever something may have come, and every second. */
  async watch(onChange: () => void): Promise<void> {
    await makeDirectory(this.#directory);
    this.#watcher = watch(this.#directory, (_event, name) => {
      if (name === null || isRecordFile(name)) onChange();
    });
    this.#timer = setInterval(onChange, LOOK_EVERY);
  }

  unwatch(): void {
    this.#watcher?.close();
    clearInterval(this.#timer);
  }

  /** The oldest records, in the order in which they were captured. */
  async read(most: number): Promise<SpoolContent> {
    const names = (await this.#list()).filter(isRecordFile).slice(0, most);
    return this.#readFiles(names);
  }

  /** Changes whose result has not come, by `before` (milliseconds since 1970). */
  async readUndecided(before: number): Promise<SpoolContent> {
    const names = (await this.#list()).filter(isHalfFile);
    const { records, bad } = await this.#readFiles(names);
    return { records: records.filter(({ capturedAt }) => capturedAt / 1_000 < before), bad };
  }

  /** The records were taken over durably by somebody else. */
  async remove(records: readonly SpoolRecord[]): Promise<void> {
    for (const { sequence } of records) await unlink(this.#at(recordFileName(sequence)));
  }

  /** What came of a change whose result was lost. */
  async decide({ sequence }: SpoolRecord, hasHappened: boolean): Promise<void> {
    if (hasHappened) await rename(this.#at(halfFileName(sequence)), this.#at(recordFileName(sequence)));
    else await unlink(this.#at(halfFileName(sequence)));
    await syncDirectory(this.#directory);
  }

  async depth(): Promise<SpoolDepth> {
    const names = await this.#list();
    const records = names.filter(isRecordFile);
    const sizes = await Promise.all(
      records.map((name) =>
        stat(this.#at(name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    const undecided = names.filter(isHalfFile).length;
    const oldestAt = await this.#capturedAt(records[0]);
    return {
      records: records.length,
      undecided,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      ...(oldestAt === undefined ? {} : { oldestAt }),
      isFull: await this.#isFull(records.length + undecided),
    };
  }

  async #capturedAt(name: string | undefined): Promise<number | undefined> {
    if (name === undefined) return undefined;
    const text = await readFile(this.#at(name), 'utf8').catch(() => '');
    return parse(text)?.capturedAt;
  }

  async #isFull(count: number): Promise<boolean> {
    // Whoever asks how deep the spool is must be told, also where nobody knows when it is full.
    const state = await loadSpoolState(this.#directory).catch(() => undefined);
    if (state === undefined) return false;
    if (count >= (state.maxRecords ?? Infinity)) return true;
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize < LEAST_SPACE;
  }

  async #list(): Promise<string[]> {
    try {
      return (await readdir(this.#directory)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async #readFiles(names: readonly string[]): Promise<SpoolContent> {
    const records: SpoolRecord[] = [];
    const bad: BadSpoolFile[] = [];
    for (const name of names) {
      const text = await this.#readText(name);
      if (text === undefined) continue;
      const record = typeof text === 'string' ? parse(text) : undefined;
      if (record?.sequence === sequenceOfFile(name)) records.push(record);
      else bad.push(await this.#setAside(name, typeof text === 'string' ? 'no-record' : text.lost));
    }
    return { records, bad };
  }

  /** `undefined` for a file that was removed or renamed meanwhile. */
  async #readText(name: string): Promise<string | { readonly lost: string } | undefined> {
    try {
      return await readFile(this.#at(name), 'utf8');
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      if (FILE_IS_LOST.has(code)) return { lost: code };
      throw error;
    }
  }

  async #setAside(name: string, reason: string): Promise<BadSpoolFile> {
    await mkdir(this.#at(BAD_DIRECTORY), { recursive: true, mode: 0o700 });
    await rename(this.#at(name), this.#at(path.join(BAD_DIRECTORY, name)));
    return { name, reason };
  }

  #at(name: string): string {
    return path.join(this.#directory, name);
  }
}

function parse(text: string): SpoolRecord | undefined {
  try {
    return spoolRecordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
