import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** The service, as whoever operates it meets it: a process with an address. */
export class AdminProcess {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #token: string;

  static async start(settings: Readonly<Record<string, string>>, token: string): Promise<AdminProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'run-from-sources.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], ...settings },
    });
    const log: string[] = [];
    const lines = createInterface(child.stdout);
    const ready = new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        log.push(line);
        const [, url] = /^entsync-ready admin (\S+)$/.exec(line) ?? [];
        if (url !== undefined) resolve(url);
      });
      child.once('exit', () => reject(new Error(`The service ended:\n${log.join('\n')}`)));
    });
    const started = new AdminProcess(child, await ready, token);
    await started.until(() => started.isReady());
    return started;
  }

  private constructor(child: ChildProcess, url: string, token: string) {
    this.#child = child;
    this.#url = url;
    this.#token = token;
  }

  get<Body>(path: string, token = this.#token): Promise<Answer<Body>> {
    return this.#ask('GET', path, token);
  }

  post<Body>(path: string): Promise<Answer<Body>> {
    return this.#ask('POST', path, this.#token);
  }

  async isReady(): Promise<boolean> {
    return (await fetch(`${this.#url}/health/ready`)).status === 200;
  }

  /** The lines of `/metrics` that begin so. */
  async metrics(name: string): Promise<readonly string[]> {
    const text = await (await fetch(`${this.#url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(name));
  }

  /** Asks until the answer is what it is to become; half a minute, at most. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 30_000;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error('What was waited for has not come.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Answers how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  async #ask<Body>(method: string, path: string, token: string): Promise<Answer<Body>> {
    const answer = await fetch(`${this.#url}/admin/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as Body };
  }
}
