import type { Measured } from './measure.ts';
import type { Passage } from './passage.ts';
import type { SealingSpeed } from './sealing.ts';

/** What `--json` writes. Milliseconds; changes per second. */
export interface Report {
  readonly limit: Passage;
  readonly entsync: Passage;
  /** EntSync's number by the limit's. */
  readonly ratio: { readonly p50: number; readonly p99: number; readonly throughput: number };
  readonly sealing: SealingSpeed;
}

export function toReport({ limit, entsync, sealing }: Measured): Report {
  return {
    limit: roundAll(limit),
    entsync: roundAll(entsync),
    ratio: roundAll({
      p50: entsync.p50 / limit.p50,
      p99: entsync.p99 / limit.p99,
      throughput: entsync.throughput / limit.throughput,
    }),
    sealing: roundAll(sealing),
  };
}

/** To four digits: more than a second run would repeat. */
function roundAll<T extends Readonly<Record<keyof T, number>>>(numbers: T): T {
  const entries = Object.entries<number>(numbers).map(([name, value]) => [name, Number(value.toPrecision(4))]);
  return Object.fromEntries(entries) as T;
}
