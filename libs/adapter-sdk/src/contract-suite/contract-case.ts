import type { CaseBench } from './case-bench.ts';
import type { ContractTarget } from './contract-target.ts';

/** One sentence of the contract. Data, so that the suite can be tested: a broken adapter must fail the case meant for it. */
export interface ContractCase {
  readonly title: string;
  /** Why it does not apply to this target; absent where it applies to all. */
  readonly reasonToSkip?: (target: ContractTarget) => string | undefined;
  run(bench: CaseBench): Promise<void>;
}
