/** Tells a person what has been done, and how long it took. */
export interface Progress {
  /** Something is being done that may take a while. */
  readonly doing: (what: string) => void;
  readonly done: (what: string) => void;
  /** Seconds since the beginning. */
  readonly elapsed: () => number;
}

export function makeProgress(write: (line: string) => void): Progress {
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 1_000;
  const time = (): string => `${elapsed().toFixed(1).padStart(6)} s`;
  return {
    doing: (what) => write(`${time()}  ${what} ...`),
    done: (what) => write(`${time()}  ${what}`),
    elapsed,
  };
}
