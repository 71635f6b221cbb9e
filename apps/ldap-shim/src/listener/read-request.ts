import type { Socket } from 'node:net';

import { CaptureRefusedError } from '../shim.errors.ts';

/** More than the largest message that slapd takes by itself, in base64. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * What one connection says, to its empty line; `undefined` where it ends before. It may hold a password: the caller wipes it. Rejects with
 * {@link CaptureRefusedError} for what is too large.
 *
 * @param begun called once, with how the request begins
 */
export function readRequest(socket: Socket, begun: (piece: Uint8Array) => void): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
  const request = new Pieces();
  // No iterator: of a result slapd hangs up at once, and what was read before that would be thrown away.
  socket.on('data', (piece: Uint8Array) => {
    if (request.size === 0) begun(piece);
    request.add(piece);
    if (request.isComplete) resolve(request.join());
    else if (request.size > MAX_REQUEST_BYTES)
      reject(new CaptureRefusedError('This request is too large to be shown to EntSync.'));
  });
  socket.once('close', () => {
    request.wipe();
    resolve(undefined);
  });
  return promise;
}

/** A request as it arrives. */
class Pieces {
  size = 0;
  readonly #pieces: Uint8Array[] = [];

  get isComplete(): boolean {
    return this.size > 1 && this.#byteFromEnd(1) === LINE_FEED && this.#byteFromEnd(2) === LINE_FEED;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.size += piece.byteLength;
  }

  join(): Uint8Array {
    const whole = Buffer.concat(this.#pieces);
    this.wipe();
    return whole;
  }

  wipe(): void {
    for (const piece of this.#pieces.splice(0)) piece.fill(0);
  }

  #byteFromEnd(distance: 1 | 2): number | undefined {
    const last = this.#pieces.at(-1);
    if (distance === 1 || (last?.byteLength ?? 0) > 1) return last?.at(-distance);
    return this.#pieces.at(-2)?.at(-1);
  }
}
