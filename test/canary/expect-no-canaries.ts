import { expect } from 'vitest';

import { describeFinding, summarize, unsearched } from './findings.ts';
import { searchForCanaries, type SearchedInstallation, type SearchOptions } from './search-for-canaries.ts';

/**
 * Fails when one of these passwords lies anywhere in the installation, or when some kind of place could not be searched. Prints one line
 * that says how much was searched.
 *
 * @param canaries made with `freshCanary`: Vitest itself keeps what is written in a test in a temporary file
 */
export async function expectNoCanaries(
  installation: SearchedInstallation,
  canaries: readonly string[],
  options?: SearchOptions,
): Promise<void> {
  const findings = await searchForCanaries(installation, canaries, options);
  process.stdout.write(`${summarize(findings)}\n`);
  if (findings.found.length > 0) expect.fail(findings.found.map(describeFinding).join('\n'));
  expect(unsearched(findings), 'nothing was searched of').toEqual([]);
}
