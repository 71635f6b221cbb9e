import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const MAIN = path.join(import.meta.dirname, '../src/main.ts');

export type ShimEnvironment = Readonly<Record<'SOCKET' | 'SPOOL_DIRECTORY', string> & { MAX_RECORDS?: string }>;

/** A shim in a process of its own, from the sources. */
export class ShimProcess {
  /** Milliseconds from its start until it was ready. */
  readonly startedIn: number;
  readonly #child: ChildProcess;
  readonly #said: readonly Buffer[];

  private constructor(child: ChildProcess, said: readonly Buffer[], startedIn: number) {
    this.#child = child;
    this.#said = said;
    this.startedIn = startedIn;
  }

  static async start(environment: ShimEnvironment): Promise<ShimProcess> {
    const startedAt = performance.now();
    const child = spawnShim(environment);
    const said: Buffer[] = [];
    child.stderr.on('data', (piece: Buffer) => said.push(piece));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (piece: Buffer) => {
        said.push(piece);
        if (Buffer.concat(said).includes(`entsync-ready ldap-shim ${environment.SOCKET}\n`)) resolve();
      });
      child.once('exit', (code) => reject(new Error(`The shim ended with ${code}: ${Buffer.concat(said).toString()}`)));
    });
    return new ShimProcess(child, said, performance.now() - startedAt);
  }

  /** One that is not expected to come up. */
  static async run(environment: Readonly<Record<string, string>>): Promise<{ code: unknown; output: string }> {
    const child = spawnShim(environment);
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<unknown[]>,
    ]);
    return { code, output: output + errors };
  }

  get output(): string {
    return Buffer.concat(this.#said).toString();
  }

  /** Resolves to the exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }
}

function spawnShim(environment: Readonly<Record<string, string>>) {
  const args = ['--conditions=@entsync/source', '--experimental-transform-types', '--no-warnings', MAIN];
  return spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What the shim answers to a request that a slapd could have written. */
export async function ask(socketPath: string, request: string): Promise<string> {
  const socket = connect(socketPath);
  socket.write(request);
  return text(socket);
}
