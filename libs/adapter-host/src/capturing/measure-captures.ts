import { MICROS_PER_MILLISECOND, MICROS_PER_SECOND } from '@entsync/domain';
import type { Measurement, Metrics } from '@entsync/observability';

import type { CaptureSeen } from './capture-watch.ts';

type OfAdapter = Measurement<'adapter'>;

/** How the capture sides of a host's adapters are, as they were seen last. */
export function measureCaptures(metrics: Metrics, load: () => readonly CaptureSeen[]): void {
  const gauge = (name: string, help: string, valueOf: (seen: CaptureSeen) => number | undefined): void =>
    metrics.gauge({ name, help, labels: ['adapter'] }, () => load().flatMap((seen) => toMeasurement(seen, valueOf)));
  gauge('spool_records', 'Captured changes that wait to be published.', ({ spool }) => spool?.records);
  gauge('spool_oldest_seconds', 'Seconds since the oldest of them was captured; 0 when none waits.', oldestSeconds);
  gauge('shim_answers', 'Whether the capture shim answers: 1 or 0.', ({ shimAnswers }) =>
    shimAnswers === undefined ? undefined : Number(shimAnswers),
  );
}

function toMeasurement(seen: CaptureSeen, valueOf: (seen: CaptureSeen) => number | undefined): OfAdapter[] {
  const value = valueOf(seen);
  return value === undefined ? [] : [{ labels: { adapter: seen.adapter }, value }];
}

/** By the wall clock of this machine, which is the spool's. */
function oldestSeconds({ spool }: CaptureSeen): number | undefined {
  if (spool === undefined) return undefined;
  if (spool.oldestAt === undefined) return 0;
  return Math.max(0, (Date.now() * MICROS_PER_MILLISECOND - spool.oldestAt) / MICROS_PER_SECOND);
}
