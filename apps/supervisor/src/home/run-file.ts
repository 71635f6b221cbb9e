import type { RunFile } from '@entsync/api-client';
import { replaceFile } from '@entsync/engines';

import type { Home } from './home.ts';

/** Writes `run.json`: complete at every moment, the newest state last. */
export class RunFileWriter {
  readonly #home: Home;
  #content: RunFile;
  #writing: Promise<void> = Promise.resolve();

  constructor(home: Home, first: RunFile) {
    this.#home = home;
    this.#content = first;
  }

  get content(): RunFile {
    return this.#content;
  }

  /** Resolves when everything so far is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** Resolves when it is written. */
  update(change: Partial<RunFile>): Promise<void> {
    this.#content = { ...this.#content, ...change };
    const text = `${JSON.stringify(this.#content, undefined, 2)}\n`;
    this.#writing = this.#writing.then(() => replaceFile(this.#home.runFile, text));
    return this.#writing;
  }
}
