import { expect, test } from 'vitest';

import { Arrivals } from './arrivals.ts';

test('a second call for one account fails the run', () => {
  const arrivals = new Arrivals();
  arrivals.take('17 ann\n18 bob\n');
  expect(() => arrivals.take('19 ann\n')).toThrow('ann was called twice for one change.');
});

test('a change that did not arrive is missing, and has no time', () => {
  const arrivals = new Arrivals();
  arrivals.take('17 ann\n');
  expect(arrivals.missing(['ann', 'bob'])).toEqual(['bob']);
  expect(() => arrivals.timeOf('bob')).toThrow('The change of bob has not arrived.');
});

test('a line that is half written waits for its rest', () => {
  const arrivals = new Arrivals();
  arrivals.take('17 ann\n18 b');
  expect(arrivals.missing(['ann', 'bob'])).toEqual(['bob']);
  arrivals.take('ob\n');
  expect(arrivals.timeOf('bob')).toBe(18);
});
