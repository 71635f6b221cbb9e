export {
  type AdminClient,
  type DeadLetterAnswer,
  type DeadLetterFilter,
  type DeadLetterState,
  type HostedAdapter,
  type ReportedService,
  type SpoolAnswer,
  type Timeline,
  type TimelineStep,
  type TopicAnswer,
  type WholeDeadLetter,
} from './admin-client.ts';
export { enrol, makeEnrolmentToken, type TokenRequest } from './enrol.ts';
export { HostClient, type AdapterCheckAnswer } from './host-client.ts';
export {
  findHome,
  findRunning,
  Installation,
  InstallationError,
  isAlive,
  masterSecretFileIn,
  type RunFile,
} from './installation.ts';
export { MissingRecordsClient, type MissingRecordsAnswer } from './missing-records-client.ts';
export { type RouterClient, type LaneAnswer } from './router-client.ts';
export { ServiceClient, ServiceError, type ServiceAddress, type ServiceHealth } from './service-client.ts';
export {
  StoreClient,
  type AppliedChange,
  type ApplyProblem,
  type ApplyRequest,
  type ChangeAnswer,
  type DeliveryAnswer,
  type PersonAnswer,
  type PrincipalAnswer,
  type SecretAnswer,
  type TargetAnswer,
  type TrackedChange,
} from './store-client.ts';
