export { FaultProxy } from './fault-proxy.ts';
export type { AdapterVariant, ContractTarget, Endpoint, RefusedChange } from './contract-target.ts';
export { describeTargetAdapter, type TargetSuite } from './describe-target-adapter.ts';
