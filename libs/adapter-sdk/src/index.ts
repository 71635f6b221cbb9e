export { newId, scramSha256Verifier } from '@entsync/secrets';
export {
  ADAPTER_ERROR_CODES,
  AdapterError,
  failureClassOf,
  mayHaveBeenApplied,
  type AdapterErrorCode,
  type AdapterErrorFacts,
} from './adapter-error.ts';
export { connectionFailure } from './connection-failure.ts';
export { loadCaFile } from './load-ca-file.ts';
export type {
  AdapterDefinition,
  ServiceLogin,
  SetPasswordRequest,
  TargetAdapter,
  UndecidedCapture,
} from './target-adapter.ts';
export { Turns } from './turns.ts';
export { checkNotAborted, untilAborted } from './until-aborted.ts';
