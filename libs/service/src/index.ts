export { AdminGuard, ADMINISTRATOR } from './admin.guard.ts';
export { ConsumerReports } from './consumer-reports.ts';
export { toEventMessages } from './event-messages.ts';
export type { MissingRecords } from './missing-records.controller.ts';
export { PublicError } from './public-error.filter.ts';
export {
  runService,
  type ServiceConfiguration,
  type ServiceDefinition,
  type ServiceKit,
  type ServiceParts,
} from './run-service.ts';
export { serviceSettings } from './service-settings.ts';
export { ConfigurationFeed, type FeedOptions } from './configuration-feed.ts';
export { Timers } from './timers.ts';
export { transportHealth } from './transport-health.ts';
export { Heartbeat, HEARTBEAT_INTERVAL, type HeartbeatIdentity, type ReportedStatus } from './heartbeat.ts';
export { ServiceEvents } from './service-events.ts';
