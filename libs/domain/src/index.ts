export { ACCOUNT_FORMS, canonicalAccount, type AccountForm } from './account-form.ts';
export {
  accountKey,
  isNeverSynchronized,
  parseWindowsAccount,
  WINDOWS,
  windowsAccount,
  type AccountRef,
} from './account.ts';
export { consequenceOf, FAILURE_CLASSES, type FailureClass, type FailureConsequence } from './failure-class.ts';
export { backOff } from './lane/back-off.ts';
export { allowedThrough, CLOSED_BREAKER, noteSign, startProbe, type Breaker, type TargetSign } from './lane/breaker.ts';
export {
  compareEditions,
  dispatch,
  EMPTY_LANE,
  endAttempt,
  expire,
  forbid,
  isReady,
  offer,
  readyAt,
  settle,
  withdrawEdition,
  type AttemptEnd,
  type Dispatch,
  type Edition,
  type Lane,
  type LaneDecision,
  type NeverSent,
  type WantedEdition,
} from './lane/lane.ts';
export { type LaneEvent, type LaneState } from './lane/lane-states.ts';
export {
  DEFAULT_LEDGER_LIMITS,
  emptyLedger,
  findDelivery,
  latestChange,
  type AccountLedger,
  type ConfirmedPassword,
  type Decision,
  type LedgerChange,
  type LedgerDelivery,
  type LedgerEffect,
  type LedgerLimits,
  type Moment,
} from './ledger/account-ledger.ts';
export {
  acceptCapture,
  acceptDuplicate,
  acceptEcho,
  acceptOutdated,
  checkOldPassword,
  confirmByProof,
  type OldPasswordCheck,
} from './ledger/capture.ts';
export { isOpen, type DeliveryEvent, type DeliveryState } from './ledger/delivery-states.ts';
export { enterDelivery, type EntryResult, type WantedDelivery } from './ledger/enter-delivery.ts';
export { reannounce } from './ledger/reannounce.ts';
export { recognise, type ArrivingChange, type Recognition } from './ledger/recognise.ts';
export { settleOutcome, type DeliveryOutcome } from './ledger/settle-outcome.ts';
export { releaseParked, sweep, withdraw } from './ledger/sweep.ts';
export { Secret } from './secret.ts';
export { decideStamp, type ClaimedStamp, type OriginHistory, type StampDecision } from './stamp.ts';
export {
  compareVersions,
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  newestVersion,
  sameVersion,
  type Micros,
  type Version,
} from './version.ts';
