import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

import type { Endpoint } from '../src/contract-suite/index.ts';
import type { Answer, Question } from './memory-server.ts';

/** No connection, a broken one, no answer in time, or an abort. */
export class NoAnswerError extends Error {}

export class MemoryConnection {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  readonly #lines: AsyncIterator<string>;

  constructor(endpoint: Endpoint, timeLimit: number, signal: AbortSignal) {
    this.#signal = signal;
    this.#socket = connect({ ...endpoint, signal });
    this.#socket.setTimeout(timeLimit, () => this.#socket.destroy(new Error('no answer in time')));
    const lines = createInterface({ input: this.#socket });
    this.#socket.on('error', () => lines.close()).on('close', () => lines.close());
    this.#lines = lines[Symbol.asyncIterator]();
  }

  get isAborted(): boolean {
    return this.#signal.aborted;
  }

  async ask(question: Question): Promise<Answer> {
    if (this.#socket.connecting) await once(this.#socket, 'connect').catch(failed);
    this.#socket.write(`${JSON.stringify(question)}\n`);
    const line = await this.#lines.next().catch(failed);
    if (line.done === true) return failed();
    return JSON.parse(line.value) as Answer;
  }

  end(): void {
    this.#socket.destroy();
  }
}

function failed(): never {
  throw new NoAnswerError();
}
