import { expect, test } from 'vitest';

import { MeasuredValues, type Measure } from './measured-values.ts';
import { Metrics } from './metrics.ts';

/** Values that count how often they were measured, at a time that the test sets. */
function counted(goodFor: number): { values: MeasuredValues<never>; clock: { now: number } } {
  const clock = { now: 0 };
  let count = 0;
  const measure: Measure<never> = () => [{ labels: {}, value: (count += 1) }];
  return { values: new MeasuredValues(measure, goodFor, () => clock.now), clock };
}

test('what was measured is not measured again before it is too old', async () => {
  const { values, clock } = counted(10);
  expect([await values.look(), await values.look()].flat().map(({ value }) => value)).toEqual([1, 1]);
  clock.now = 9;
  expect((await values.look())[0]?.value).toBe(1);
  clock.now = 10;
  expect((await values.look())[0]?.value).toBe(2);
});

test('a gauge shows what is there when somebody looks, and nothing that is gone', async () => {
  const lanes = new Map([['hr', 3]]);
  const metrics = new Metrics('router');
  metrics.gauge({ name: 'lanes', help: 'Lanes.', labels: ['adapter'] }, () =>
    [...lanes].map(([adapter, value]) => ({ labels: { adapter }, value })),
  );
  expect(await metrics.render()).toContain('entsync_lanes{adapter="hr",service="router"} 3');
  lanes.clear();
  lanes.set('crm', 1);
  const text = await metrics.render();
  expect(text).toContain('entsync_lanes{adapter="crm",service="router"} 1');
  expect(text).not.toContain('adapter="hr"');
});

test('a gauge without labels has one value', async () => {
  const metrics = new Metrics('router');
  metrics.gauge({ name: 'ready', help: 'Ready.' }, () => [{ labels: {}, value: 1 }]);
  expect(await metrics.render()).toContain('entsync_ready{service="router"} 1');
});

test('a gauge that cannot be measured is left out, and the others are shown', async () => {
  const metrics = new Metrics('admin');
  metrics.gauge({ name: 'lag', help: 'Lag.', labels: ['topic'] }, () => Promise.reject(new Error('no brokers')));
  metrics.gauge({ name: 'ready', help: 'Ready.' }, () => [{ labels: {}, value: 0 }]);
  const text = await metrics.render();
  expect(text).not.toContain('entsync_lag{');
  expect(text).toContain('entsync_ready{service="admin"} 0');
});
