import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Listens where slapd shows its operations, lets each of them pass and keeps what it saw. */
export class CaptureListener {
  readonly seen: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      let received = '';
      socket.setEncoding('utf8');
      socket.on('error', () => undefined);
      socket.on('data', (piece: string) => {
        received += piece;
        if (!received.endsWith('\n\n')) return;
        this.seen.push(received);
        socket.end(received.startsWith('RESULT') ? '' : 'CONTINUE\n\n');
      });
    });
  }

  static async listenAt(path: string): Promise<CaptureListener> {
    const listener = new CaptureListener();
    listener.#server.listen(path);
    await once(listener.#server, 'listening');
    return listener;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}
