import { Metrics } from '@entsync/observability';
import { expect, test } from 'vitest';

import type { LaneCounts } from './load-lane-counts.ts';
import { measureLanes } from './measure-lanes.ts';

async function renderLanes(...counts: LaneCounts[]): Promise<string> {
  const metrics = new Metrics('sync-router');
  measureLanes(metrics, () => Promise.resolve(counts));
  return metrics.render();
}

const HR: LaneCounts = { adapter: 'hr', waiting: 4, dispatched: 2, retrying: 1, breaker: 'closed' };

test('lanes are shown by what they are doing', async () => {
  const text = await renderLanes(HR);
  expect(text).toContain('entsync_lanes{adapter="hr",state="waiting",service="sync-router"} 4');
  expect(text).toContain('entsync_lanes{adapter="hr",state="dispatched",service="sync-router"} 2');
  expect(text).toContain('entsync_lanes{adapter="hr",state="retrying",service="sync-router"} 1');
});

test.each([
  ['closed', 0],
  ['open', 1],
  ['probing', 1],
] as const)('a breaker that is %s is shown as %i', async (breaker, value) => {
  expect(await renderLanes({ ...HR, breaker })).toContain(
    `entsync_breaker_open{adapter="hr",service="sync-router"} ${value}`,
  );
});
