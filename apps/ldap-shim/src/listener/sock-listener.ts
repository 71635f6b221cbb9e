import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { claimSocket } from './claim-socket.ts';
import { readRequest } from './read-request.ts';

/** Owner and group may connect. Whoever may can announce changes that nobody has made, so nobody else may, not even for a moment. */
const UMASK = 0o117;
/** Of a connection on which nothing is said, in milliseconds. */
const SILENCE_TIMEOUT = 10_000;
/** For what is in progress at the end, in milliseconds. */
const CLOSE_TIMEOUT = 5_000;

/**
 * Of a connection that ends without an answer slapd makes a success: it tells its client that the change was made, and does not make it;
 * of a wrong password it makes a right one. What begins like this and then ends is a refusal; a whole answer behind it counts instead.
 */
const IF_WE_DIE =
  'RESULT\ncode: 52\ninfo: The listener of EntSync ended before it had recorded this change; try again.\n';
const RESULT = 'RESULT\n';

export interface SockAnswers {
  /** Never rejects. `undefined` where no answer is waited for: to a result. */
  answer(request: Uint8Array): Promise<Uint8Array | undefined>;
  /** To what could not be read as a request. */
  refuse(error: unknown): Uint8Array;
}

/** Listens where slapd shows its operations, each on a connection of its own. */
export class SockListener {
  readonly #server: Server;
  readonly #answers: SockAnswers;
  readonly #connections = new Set<Socket>();
  readonly #inProgress = new Set<Promise<void>>();

  private constructor(answers: SockAnswers) {
    this.#answers = answers;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Resolves when it listens. Throws `SocketTakenError`. */
  static async listen(path: string, answers: SockAnswers): Promise<SockListener> {
    await claimSocket(path);
    const listener = new SockListener(answers);
    const former = process.umask(UMASK);
    try {
      // The socket is made before this returns.
      listener.#server.listen(path);
    } finally {
      process.umask(former);
    }
    await once(listener.#server, 'listening');
    return listener;
  }

  /** Accepts nothing more, finishes what is in progress, and removes the socket. */
  async close(): Promise<void> {
    const isClosed = once(this.#server, 'close');
    this.#server.close();
    await Promise.race([Promise.all(this.#inProgress), sleep(CLOSE_TIMEOUT)]);
    for (const connection of this.#connections) connection.destroySoon();
    await isClosed;
  }

  #accept(socket: Socket): void {
    this.#connections.add(socket);
    // Whoever has gone away does not wait for an answer.
    socket.on('error', () => undefined).once('close', () => this.#connections.delete(socket));
    socket.setTimeout(SILENCE_TIMEOUT, () => socket.destroy());
    const work = this.#serve(socket);
    this.#inProgress.add(work);
    void work.finally(() => this.#inProgress.delete(work));
  }

  async #serve(socket: Socket): Promise<void> {
    const answer = await this.#answerTo(socket);
    if (answer === undefined) socket.end();
    else socket.end(withoutBeginning(answer));
  }

  async #answerTo(socket: Socket): Promise<Uint8Array | undefined> {
    let request: Uint8Array | undefined;
    try {
      request = await readRequest(socket, (piece) => {
        if (!beginsWithResult(piece)) socket.write(IF_WE_DIE);
      });
    } catch (error) {
      return this.#answers.refuse(error);
    }
    return request === undefined ? undefined : this.#answers.answer(request);
  }
}

/** slapd has hung up by then. */
function beginsWithResult(request: Uint8Array): boolean {
  return Buffer.from(request.subarray(0, RESULT.length)).toString('latin1') === RESULT;
}

/** A refusal has begun already. */
function withoutBeginning(answer: Uint8Array): Uint8Array {
  return beginsWithResult(answer) ? answer.subarray(RESULT.length) : answer;
}
