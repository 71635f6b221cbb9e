import { expect, test } from 'vitest';

import { Health } from './health.ts';
import { Metrics } from './metrics.ts';

test('a service is ready when no check has a problem, and every problem is told by the name of its check', () => {
  const problems = new Map<string, string>();
  const health = new Health();
  for (const name of ['database', 'kafka', 'start']) health.add(name, () => problems.get(name));
  expect(health.report()).toEqual({ ready: true, problems: {} });
  problems.set('kafka', 'is away').set('start', 'is starting');
  expect(health.report()).toEqual({ ready: false, problems: { kafka: 'is away', start: 'is starting' } });
  problems.clear();
  expect(health.report().ready).toBe(true);
});

test('metrics are named after EntSync and carry their service', async () => {
  const metrics = new Metrics('store');
  metrics.counter({ name: 'records_total', help: 'Records.', labels: ['stream'] }).inc({ stream: 'changes' }, 3);
  expect(await metrics.render()).toContain('entsync_records_total{stream="changes",service="store"} 3');
});
