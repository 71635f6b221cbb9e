/** How the command ends, for scripts. */
export const EXIT = {
  done: 0,
  /** Refused, or failed. */
  failed: 1,
  /** The command was not written as it must be. */
  usage: 2,
  /** Nothing runs, or it does not answer. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
