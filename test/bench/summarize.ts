/** In milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function summarize(durations: readonly number[]): Latencies {
  const sorted = durations.toSorted((one, other) => one - other);
  // The nearest rank: the smallest that this share of them does not exceed.
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
