import { describe, expect, it } from 'vitest';

import { durationBetween, formatClock, formatDuration, formatMoment } from './format-time.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [340.4, '340 ms'],
    [1_240, '1.2 s'],
    [59_940, '59.9 s'],
    [61_000, '1 min'],
    [3 * 3_600_000, '3 h'],
    [3 * 86_400_000, '3 days'],
    [-5, '0 ms'],
  ])('says %d ms as people do', (milliseconds, said) => {
    expect(formatDuration(milliseconds)).toBe(said);
  });
});

describe('moments', () => {
  const micros = new Date(2026, 0, 2, 3, 4, 5, 6).getTime() * 1_000;

  it('are shown in the time of this place', () => {
    expect(formatMoment(micros)).toBe('2026-01-02 03:04:05');
    expect(formatClock(micros)).toBe('03:04:05.006');
  });

  it('lie a duration apart', () => {
    expect(durationBetween(micros, micros + 250_000)).toBe('250 ms');
  });
});
