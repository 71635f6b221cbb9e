/** A process that runs. */
export interface Running {
  readonly pid: number;
  /** Where it answers HTTP, for those that do. */
  readonly url?: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/**
 * What is started in the same order as it is stopped in reverse: what is later needs what is earlier.
 *
 * A directory comes behind its shim: without the shim it refuses to write.
 */
export const STAGES = ['engine', 'store', 'service', 'shim', 'directory'] as const;

export type Stage = (typeof STAGES)[number];

/** A process that is to run for as long as the installation does. */
export interface Unit {
  readonly name: string;
  readonly stage: Stage;
  /** Where a supervisor that was killed left the process written down. */
  readonly pidFile: string;
  /** Resolves when the process answers. Rejects when it does not, or is not waited for any more; nothing is left running then. */
  readonly start: (signal: AbortSignal) => Promise<Running>;
}
