import type { CaseBench } from './case-bench.ts';

/** One sentence of the contract. Data, so that the suite can be tested: a broken adapter must fail the case meant for it. */
export interface ContractCase {
  readonly title: string;
  run(bench: CaseBench): Promise<void>;
}
