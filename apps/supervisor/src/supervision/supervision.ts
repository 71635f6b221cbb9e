import { setTimeout as sleep } from 'node:timers/promises';

import { stopLeftover } from '@entsync/engines';

import { restartDelay, STEADY_AFTER } from './restart-delay.ts';
import { STAGES, type Running, type Unit } from './unit.ts';

export interface SupervisionListener {
  /** A process came or went. */
  readonly changed: () => void;
  readonly restarting: (unit: Unit, afterMilliseconds: number, why: string) => void;
  readonly restarted: (unit: Unit) => void;
}

/** Keeps processes running: one that ends is started again, later each time, as Kubernetes would. */
export class Supervision {
  readonly #listener: SupervisionListener;
  readonly #units: Unit[] = [];
  readonly #running = new Map<string, Running>();
  readonly #watches = new Set<Promise<void>>();
  readonly #adding = new Set<Promise<Running>>();
  readonly #ending = new AbortController();

  constructor(listener: SupervisionListener) {
    this.#listener = listener;
  }

  get running(): ReadonlyMap<string, Running> {
    return this.#running;
  }

  get isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Starts a process for the first time; from then on it is kept running. Rejects when it does not start. */
  async add(unit: Unit): Promise<Running> {
    const adding = this.#add(unit).finally(() => this.#adding.delete(adding));
    this.#adding.add(adding);
    return adding;
  }

  /** Stops everything, what came last first. May be called more than once. */
  async end(stopping: (unit: Unit) => void = () => undefined): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#adding);
    for (const stage of STAGES.toReversed()) {
      const units = this.#units.filter((unit) => unit.stage === stage);
      await Promise.all(
        units.map(async (unit) => {
          const running = this.#running.get(unit.name);
          if (running === undefined) return;
          stopping(unit);
          await running.stop();
        }),
      );
    }
    await Promise.all(this.#watches);
  }

  async #add(unit: Unit): Promise<Running> {
    this.#ending.signal.throwIfAborted();
    await stopLeftover(unit.pidFile);
    const running = await this.#start(unit);
    this.#units.push(unit);
    const watch = this.#watch(unit, running).finally(() => this.#watches.delete(watch));
    this.#watches.add(watch);
    return running;
  }

  async #start(unit: Unit): Promise<Running> {
    const running = await unit.start(this.#ending.signal);
    this.#running.set(unit.name, running);
    this.#listener.changed();
    return running;
  }

  async #watch(unit: Unit, first: Running): Promise<void> {
    let running: Running | undefined = first;
    for (let failures = 0; ; failures += 1) {
      const startedAt = performance.now();
      if (running !== undefined) {
        await running.exited;
        this.#running.delete(unit.name);
        this.#listener.changed();
        if (performance.now() - startedAt > STEADY_AFTER) failures = 0;
      }
      if (!(await this.#pause(unit, failures, running === undefined ? 'it does not start' : 'it has ended'))) return;
      running = await this.#start(unit).catch(() => undefined);
      // Told to end while it was starting: `end` did not see it.
      if (this.isEnding) return running?.stop();
      if (running !== undefined) this.#listener.restarted(unit);
    }
  }

  /** Whether to go on afterwards. */
  async #pause(unit: Unit, failures: number, why: string): Promise<boolean> {
    if (this.isEnding) return false;
    const delay = restartDelay(failures);
    this.#listener.restarting(unit, delay, why);
    await sleep(delay, undefined, { signal: this.#ending.signal }).catch(() => undefined);
    return !this.isEnding;
  }
}
