/** Why a service is not ready, in one sentence; `undefined` when this part of it is. */
export type ReadinessCheck = () => string | undefined;

export interface HealthReport {
  readonly ready: boolean;
  /** By the name of the check. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Ready means: it can do its job now. */
export class Health {
  readonly #checks = new Map<string, ReadinessCheck>();

  add(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  report(): HealthReport {
    const problems: Record<string, string> = {};
    for (const [name, check] of this.#checks) {
      const problem = check();
      if (problem !== undefined) problems[name] = problem;
    }
    return { ready: Object.keys(problems).length === 0, problems };
  }
}
