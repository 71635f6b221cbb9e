import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { Endpoint } from './contract-target.ts';

interface Fault {
  /** Counted over all connections, from 1: the piece that does not arrive any more. */
  readonly answer: number;
  /** `cut` ends the connection; `swallow` keeps it open and says nothing more on any. */
  readonly how: 'cut' | 'swallow';
}

/** Stands before a target and loses its answers. What the target was asked to do, it has done. */
export class FaultProxy {
  readonly #target: Endpoint;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #faultReached = Promise.withResolvers<void>();
  #fault: Fault | undefined;
  #answers = 0;
  #accepted = 0;

  static async before(target: Endpoint): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: Endpoint) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  get connectionsAccepted(): number {
    return this.#accepted;
  }

  get connectionsOpen(): number {
    return this.#connections.size;
  }

  /** Resolves when the fault has come about. */
  get faultReached(): Promise<void> {
    return this.#faultReached.promise;
  }

  loseAnswer(fault: Fault): void {
    this.#fault = fault;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#connections) client.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    this.#connections.add(client);
    const target = connect(this.#target);
    client.on('data', (request) => target.write(request));
    target.on('data', (answer) => this.#passOn(answer, client, target));
    // Not destroyed: what the target has said at last is still on its way.
    target.on('close', () => client.end()).on('error', () => client.destroy());
    client
      .on('error', () => target.destroy())
      .on('close', () => {
        this.#connections.delete(client);
        target.destroy();
      });
  }

  #passOn(answer: Buffer, client: Socket, target: Socket): void {
    this.#answers += 1;
    const fault = this.#fault;
    if (fault === undefined || this.#answers < fault.answer) {
      client.write(answer);
      return;
    }
    this.#faultReached.resolve();
    if (fault.how === 'cut') {
      client.destroy();
      target.destroy();
    }
  }
}
