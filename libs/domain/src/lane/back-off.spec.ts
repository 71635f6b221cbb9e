import { expect, test } from 'vitest';

import { backOff } from './back-off.ts';

test.each([
  { attempts: 1, shortest: 250_000 },
  { attempts: 2, shortest: 500_000 },
  { attempts: 3, shortest: 1_000_000 },
  { attempts: 9, shortest: 64_000_000 },
  { attempts: 10, shortest: 128_000_000 },
  { attempts: 11, shortest: 150_000_000 },
  { attempts: 12, shortest: 150_000_000 },
  { attempts: 100_000, shortest: 150_000_000 },
])('the wait after attempt $attempts is from $shortest microseconds up to twice that', ({ attempts, shortest }) => {
  expect(backOff(attempts, 0)).toBe(shortest);
  expect(backOff(attempts, 0.5)).toBe(shortest * 1.5);
  expect(backOff(attempts, 0.999_999_999_999)).toBe(shortest * 2);
});

test('the wait is in whole microseconds', () => {
  expect(backOff(1, 1 / 3)).toBe(333_333);
  expect(backOff(1, 2 / 3)).toBe(416_667);
});
