import { describe, expect, test } from 'vitest';

import { CONTRACT_CASES, runCase } from '../src/contract-suite/describe-target-adapter.ts';
import { BROKEN_ADAPTERS } from './broken/broken-adapters.ts';
import { openMemoryTarget } from './memory-target.ts';

describe('an adapter fails the case that is meant for its flaw', () => {
  test.for(BROKEN_ADAPTERS)('$flaw: $failingCase ...', { timeout: 60_000 }, async ({ Adapter, failingCase }) => {
    const cases = CONTRACT_CASES.filter(({ title }) => title.startsWith(failingCase));
    expect(cases.length).toBeGreaterThan(0);
    const target = await openMemoryTarget(Adapter);
    try {
      for (const each of cases) await expect(runCase(each, target)).rejects.toBeInstanceOf(Error);
    } finally {
      await target.close();
    }
  });

  test('each case has a flaw that fails it', () => {
    const bitten = (title: string): boolean => BROKEN_ADAPTERS.some(({ failingCase }) => title.startsWith(failingCase));
    expect(CONTRACT_CASES.map(({ title }) => title).filter((title) => !bitten(title))).toEqual([]);
  });
});
