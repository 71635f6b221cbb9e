import type { Measurement, Metrics } from '@entsync/observability';

import type { LaneCounts } from './load-lane-counts.ts';

/** In milliseconds: counting looks at every lane. */
const GOOD_FOR = 10_000;
const STATES = ['waiting', 'dispatched', 'retrying'] as const;

/** What the lanes are doing, for alarms. Routers that share a database all say the same. */
export function measureLanes(metrics: Metrics, load: () => Promise<readonly LaneCounts[]>): void {
  metrics.gauge(
    {
      name: 'lanes',
      help: 'Lanes with something to deliver, by what they are doing.',
      labels: ['adapter', 'state'],
      goodFor: GOOD_FOR,
    },
    async () => (await load()).flatMap(lanesOf),
  );
  metrics.gauge(
    {
      name: 'breaker_open',
      help: 'Whether deliveries to an adapter pause, because its target does not answer or refuses us: 1 or 0.',
      labels: ['adapter'],
      goodFor: GOOD_FOR,
    },
    async () =>
      (await load()).map(({ adapter, breaker }) => ({ labels: { adapter }, value: breaker === 'closed' ? 0 : 1 })),
  );
}

function lanesOf(counts: LaneCounts): Measurement<'adapter' | 'state'>[] {
  return STATES.map((state) => ({ labels: { adapter: counts.adapter, state }, value: counts[state] }));
}
