import { expect, test } from 'vitest';

import { summarize } from './summarize.ts';

test('a share of all durations is not above its percentile, in whatever order they came', () => {
  const durations = Array.from({ length: 1_000 }, (_each, index) => ((index * 7) % 1_000) + 1);
  expect(summarize(durations)).toEqual({ p50: 500, p95: 950, p99: 990 });
});

test('one duration is every percentile', () => {
  expect(summarize([3])).toEqual({ p50: 3, p95: 3, p99: 3 });
});
