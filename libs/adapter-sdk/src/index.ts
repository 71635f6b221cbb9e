export {
  ADAPTER_ERROR_CODES,
  AdapterError,
  failureClassOf,
  mayHaveBeenApplied,
  type AdapterErrorCode,
  type AdapterErrorFacts,
} from './adapter-error.ts';
export type {
  AdapterDefinition,
  ServiceLogin,
  SetPasswordRequest,
  TargetAdapter,
  UndecidedCapture,
} from './target-adapter.ts';
