import { createWriteStream, type WriteStream } from 'node:fs';

import { machineClocks } from '@entsync/messaging';

/** Writes down when each account's change arrived: a line `microseconds account`. The clock is the same in every process here. */
export class ArrivalWriter {
  readonly #stream: WriteStream;

  constructor(file: string) {
    this.#stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  }

  note(account: string): void {
    this.#stream.write(`${machineClocks.sinceBoot()} ${account}\n`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(resolve));
  }
}
