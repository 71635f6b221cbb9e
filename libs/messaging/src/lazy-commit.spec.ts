import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { LazyCommit } from './lazy-commit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('however often it is asked for, it commits a few times a second, and once more after the last change', async () => {
  const commits: number[] = [];
  const lazy = new LazyCommit();
  for (let change = 0; change < 100; change += 1) {
    lazy.schedule(() => {
      commits.push(change);
      return Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(commits.length).toBeLessThanOrEqual(5);
  expect(commits.at(-1)).toBe(99);
});

test('a flush commits at once, and only what is pending', async () => {
  const lazy = new LazyCommit();
  const commit = vi.fn<() => Promise<void>>(() => Promise.resolve());
  lazy.schedule(commit);
  await lazy.flush();
  await lazy.flush();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(commit).toHaveBeenCalledTimes(1);
});

test('a commit that fails is covered by the next one', async () => {
  const lazy = new LazyCommit();
  lazy.schedule(() => Promise.reject(new Error('rebalancing')));
  await expect(lazy.flush()).resolves.toBeUndefined();
});
