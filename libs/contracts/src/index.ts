export { decodeMessage, encodeMessage, header, MAX_VALUE_BYTES, type DecodedMessage } from './cloud-event.ts';
export { accountOfAdapterKey } from './fields.ts';
export { MalformedMessageError, type MalformedReason } from './malformed-message.error.ts';
export { messageType, type EncodedMessage, type Envelope, type MessageDefinition, type RawRecord } from './message.ts';
export { applyDeliveryV1, type ApplyDeliveryV1 } from './messages/apply-delivery.ts';
export type { Captured } from './messages/captured.ts';
export {
  configurationKey,
  configurationV1,
  type AdapterConfiguredV1,
  type ConfigurationV1,
  type RouterLinkedV1,
  type StoreAnnouncedV1,
} from './messages/configuration.ts';
export { deliverPasswordV1, type DeliverPasswordV1 } from './messages/deliver-password.ts';
export {
  deliverySettledV1,
  type DeliveryAppliedV1,
  type DeliveryFailedV1,
  type DeliverySettledV1,
  type DeliverySupersededV1,
} from './messages/delivery-settled.ts';
export { eventsRecordedV1, type EventsRecordedV1, type RecordedEvent } from './messages/events-recorded.ts';
export { externalPasswordChangedV1, type ExternalPasswordChangedV1 } from './messages/external-password-changed.ts';
export {
  statusReportedV1,
  type HostedAdapterStatus,
  type SpoolStatus,
  type StatusReportedV1,
} from './messages/status-reported.ts';
export { stopDeliveryV1, type StopDeliveryV1 } from './messages/stop-delivery.ts';
export { windowsPasswordChangedV1, type WindowsPasswordChangedV1 } from './messages/windows-password-changed.ts';
export {
  ACCOUNT_PARTITIONS,
  ADAPTER_STATUS,
  adapterTopic,
  CONFIGURATION,
  deadLetterTopic,
  deadLetterTopicOf,
  DELIVERIES,
  deliveriesTopicOf,
  DELIVERY_OUTCOMES,
  EXTERNAL_TO_WINDOWS_FULL,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  flowRetention,
  SYNC_EVENTS,
  TOPIC_SAFE_NAME,
  TOPICS,
  WINDOWS_TO_EXTERNAL,
  type TopicDefinition,
} from './topics.ts';
export { traceparentOf, trackingIdOf } from './tracking.ts';
