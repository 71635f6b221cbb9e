import { describe, expect, it } from 'vitest';

import { gather, readCount, readDuration } from './option-values.ts';

describe('readCount', () => {
  it('takes whole numbers from 1', () => {
    expect(readCount('60')).toBe(60);
  });

  it.each(['0', '-1', '1.5', 'x', ''])('refuses %j', (written) => {
    expect(() => readCount(written)).toThrow('It must be a whole number from 1.');
  });
});

describe('readDuration', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('takes %s', (written, milliseconds) => {
    expect(readDuration(written)).toBe(milliseconds);
  });

  it.each(['10', 'm', '1w', '-1s'])('refuses %j', (written) => {
    expect(() => readDuration(written)).toThrow('with a unit');
  });
});

describe('gather', () => {
  it('takes several, each time or with commas', () => {
    expect(gather('LAB, TEST', gather('CORP'))).toEqual(['CORP', 'LAB', 'TEST']);
  });
});
