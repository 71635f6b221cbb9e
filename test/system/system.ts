import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Installation, type RunFile, type StoreClient, type TrackedChange } from '@entsync/api-client';
import { Secret } from '@entsync/domain';
import { removePostgresData } from '@entsync/engines';
import { Producer } from '@entsync/producer';
import { importRecipient, loadIdentity } from '@entsync/secrets';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SUPERVISOR = path.join(ROOT, 'apps/supervisor/dist/main.js');
const NODE = path.join(ROOT, 'node_modules/.bin/node');
const POLL = 50;

export interface SystemOptions {
  readonly lab?: boolean;
  /** Such as KAFKA_BROKERS. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A whole installation of its own in a temporary folder, as `npm start -- --detach` makes it. It runs what was built: build first. */
export class TestSystem {
  readonly home: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #lab: boolean;
  #producer: Producer | undefined;

  private constructor(home: string, { lab = false, environment = {} }: SystemOptions) {
    this.home = home;
    this.#lab = lab;
    this.#environment = environment;
  }

  static async start(options: SystemOptions = {}): Promise<TestSystem> {
    const system = new TestSystem(await mkdtemp(path.join(tmpdir(), 'entsync-system-')), options);
    await system.startAgain();
    return system;
  }

  /** Starts what was stopped, in the same folder. Rejects with what it said when it does not start. */
  async startAgain(): Promise<void> {
    await this.#supervise('start', '--detach', ...(this.#lab ? ['--lab'] : []));
  }

  /** Stops everything in order, and keeps its state. */
  async halt(): Promise<void> {
    await this.#producer?.disconnect();
    this.#producer = undefined;
    await this.#supervise('stop');
  }

  /** Stops everything and removes its state. */
  async remove(): Promise<void> {
    await this.halt();
    for (const name of ['postgres', 'example-postgresql']) await removePostgresData(path.join(this.home, name));
    await rm(this.home, { recursive: true, force: true });
  }

  /** As `run.json` says it now. */
  get run(): RunFile {
    return Installation.open(this.home).run;
  }

  get installation(): Installation {
    return Installation.open(this.home);
  }

  get store(): StoreClient {
    return this.installation.store();
  }

  /** Ends a process as a crash would. Resolves to its pid, at once. */
  kill(name: string): number {
    const { services, processes } = this.run;
    const pid = services[name]?.pid ?? processes[name]?.pid;
    if (pid === undefined) throw new Error(`${name} does not run.`);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  /** Waits until the process of this name is another one than `pid`. */
  async untilReplaced(name: string, pid: number): Promise<void> {
    await eventually(`${name} runs again`, () => {
      const { services, processes } = this.run;
      const now = services[name]?.pid ?? processes[name]?.pid;
      return now !== undefined && now !== pid;
    });
  }

  /** As whom the command line announces. */
  async producer(): Promise<Producer> {
    this.#producer ??= await this.#connectProducer();
    return this.#producer;
  }

  /** Announces that a Windows password has been changed. Resolves to the tracking id. */
  async announce(account: string, password: string, oldPassword?: string): Promise<string> {
    const producer = await this.producer();
    const old = oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) };
    return producer.announce({ account, newPassword: Secret.ofText(password), ...old });
  }

  /** Resolves when the store has decided about the change and every delivery of it is in one of these states. */
  async untilSettled(
    trackingId: string,
    states: readonly string[] = ['applied'],
    seconds = 60,
  ): Promise<TrackedChange> {
    let tracked: TrackedChange = { changes: [], deliveries: [] };
    await eventually(
      `${trackingId} is ${states.join(' or ')} everywhere`,
      async () => {
        tracked = await this.store.change(trackingId).catch(() => tracked);
        return tracked.changes.length > 0 && tracked.deliveries.every(({ state }) => states.includes(state));
      },
      seconds,
    );
    return tracked;
  }

  async #connectProducer(): Promise<Producer> {
    const { publicKey } = await this.store.recipient();
    return Producer.connect({
      brokers: this.run.kafka.brokers,
      identity: await loadIdentity(this.run.identities.cli),
      recipient: await importRecipient(Buffer.from(publicKey, 'base64')),
    });
  }

  async #supervise(...args: readonly string[]): Promise<void> {
    const child = spawn(NODE, [SUPERVISOR, ...args], {
      env: { PATH: process.env['PATH'], ...this.#environment, ENTSYNC_HOME: this.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${said.join('')}\n${await this.#logTails()}`);
  }

  async #logTails(): Promise<string> {
    return readFile(path.join(this.home, 'logs', 'supervisor.log'), 'utf8').catch(() => '');
  }
}

/** Polls until `holds`; rejects naming `what` when it takes too long. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It took more than ${seconds} s until ${what}.`);
    await sleep(POLL);
  }
}
