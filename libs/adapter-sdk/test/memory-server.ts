import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** One line of JSON. Passwords are base64. */
export type Question =
  | { readonly ask: 'log-in'; readonly user: string; readonly password: string }
  | { readonly ask: 'privileges' }
  | { readonly ask: 'set'; readonly account: string; readonly password: string; readonly old?: string };

/** One line of JSON. */
export type Answer = 'yes' | 'no' | 'no-privilege' | 'no-account' | 'refused' | 'used-before' | 'wrong-old-password';

export const SERVICES: ReadonlyMap<string, { readonly password: string; readonly mayWrite: boolean }> = new Map([
  ['service', { password: 'Service-Passw0rd', mayWrite: true }],
  ['guest', { password: 'Guest-Passw0rd', mayWrite: false }],
]);

/** The policy refuses this, for everybody. */
export const REFUSED_PASSWORD = 'Aa1-refused-by-the-policy';

/** A system with accounts, in memory, on TCP. As strict as a directory: a password cannot be set to what it is already. */
export class MemoryServer {
  readonly accounts = new Map<string, Buffer>();
  readonly #connections = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#connections) socket.destroy();
    await closed;
    this.#server = undefined;
  }

  #serve(socket: Socket): void {
    let user: string | undefined;
    this.#connections.add(socket);
    socket.on('error', () => undefined).on('close', () => this.#connections.delete(socket));
    createInterface({ input: socket }).on('line', (line) => {
      const question = JSON.parse(line) as Question;
      const answer = this.#answer(question, user);
      if (question.ask === 'log-in' && answer === 'yes') ({ user } = question);
      socket.write(`${JSON.stringify(answer)}\n`);
    });
  }

  #answer(question: Question, user: string | undefined): Answer {
    const mayWrite = SERVICES.get(user ?? '')?.mayWrite ?? false;
    switch (question.ask) {
      case 'log-in':
        return this.#isPassword(question.user, Buffer.from(question.password, 'base64')) ? 'yes' : 'no';
      case 'privileges':
        return mayWrite ? 'yes' : 'no-privilege';
      case 'set':
        return mayWrite ? this.#set(question) : 'no-privilege';
    }
  }

  #isPassword(user: string, password: Buffer): boolean {
    const service = SERVICES.get(user);
    const known = service === undefined ? this.accounts.get(user) : Buffer.from(service.password);
    return known?.equals(password) ?? false;
  }

  #set({ account, password, old }: Extract<Question, { ask: 'set' }>): Answer {
    const current = this.accounts.get(account);
    const bytes = Buffer.from(password, 'base64');
    if (current === undefined) return 'no-account';
    if (bytes.toString() === REFUSED_PASSWORD) return 'refused';
    if (old !== undefined && !current.equals(Buffer.from(old, 'base64'))) return 'wrong-old-password';
    if (current.equals(bytes)) return 'used-before';
    this.accounts.set(account, bytes);
    return 'yes';
  }
}
