import { afterAll, beforeAll, describe, test } from 'vitest';

import { CaseBench } from './case-bench.ts';
import { AWKWARD } from './cases/awkward-passwords.ts';
import { LOST_ANSWERS } from './cases/lost-answers.ts';
import { OLD_PASSWORD } from './cases/old-password.ts';
import { OUTAGES } from './cases/outages.ts';
import { REFUSALS } from './cases/refusals.ts';
import { SET_AND_LOG_IN } from './cases/set-and-log-in.ts';
import type { ContractCase } from './contract-case.ts';
import type { ContractTarget } from './contract-target.ts';

const START_TIMEOUT = 120_000;
const CASE_TIMEOUT = 60_000;

export const CONTRACT_CASES: readonly ContractCase[] = [
  ...SET_AND_LOG_IN,
  ...AWKWARD,
  ...REFUSALS,
  ...OLD_PASSWORD,
  ...LOST_ANSWERS,
  ...OUTAGES,
];

export interface TargetSuite {
  /** The adapter's kind, and of what it is proved on: `ldap, on OpenLDAP 2.5`. */
  readonly name: string;
  /** Starts the target, once for all cases. */
  readonly open: () => Promise<ContractTarget>;
}

/** Registers the contract of {@link TargetAdapter} as tests. An adapter is done when they pass on the real system. */
export function describeTargetAdapter({ name, open }: TargetSuite): void {
  describe(`${name}: the contract of a target adapter`, () => {
    let target: ContractTarget | undefined;

    beforeAll(async () => {
      target = await open();
    }, START_TIMEOUT);

    afterAll(async () => {
      await target?.close();
    }, START_TIMEOUT);

    test.for(CONTRACT_CASES)('$title', { timeout: CASE_TIMEOUT }, async (contractCase) => {
      if (target === undefined) throw new Error('The target was not started.');
      await runCase(contractCase, target);
    });
  });
}

export async function runCase(contractCase: ContractCase, target: ContractTarget): Promise<void> {
  const bench = new CaseBench(target);
  try {
    await contractCase.run(bench);
  } finally {
    await bench.close();
  }
}
