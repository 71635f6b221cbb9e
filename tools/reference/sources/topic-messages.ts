import {
  ADAPTER_STATUS,
  applyDeliveryV1,
  CONFIGURATION,
  configurationV1,
  DELIVERIES,
  deliverPasswordV1,
  DELIVERY_OUTCOMES,
  deliverySettledV1,
  deliveriesTopicOf,
  eventsRecordedV1,
  EXTERNAL_TO_WINDOWS_FULL,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  externalPasswordChangedV1,
  messageType,
  statusReportedV1,
  stopDeliveryV1,
  SYNC_EVENTS,
  WINDOWS_TO_EXTERNAL,
  windowsPasswordChangedV1,
  type MessageDefinition,
} from '@entsync/contracts';

/** A message as far as it is documented. */
export type DocumentedMessage = Pick<MessageDefinition<never>, 'name' | 'version'> & {
  readonly schema: Pick<MessageDefinition<unknown>['schema'], 'toJSONSchema'>;
};

/** How whoever reads a record knows who made it. */
export type Proof = 'signature' | 'mac' | 'none';

export interface TopicContent {
  readonly messages: readonly DocumentedMessage[];
  readonly proof: Proof;
}

/** In place of a name that only an installation knows. */
export const ANY_ADAPTER = '<adapter>';
export const ANY_TOPIC = '<topic>';

/** Which messages lie on which topic, and what proves them. */
export const TOPIC_CONTENT: Readonly<Record<string, TopicContent>> = {
  [WINDOWS_TO_EXTERNAL]: { messages: [windowsPasswordChangedV1], proof: 'signature' },
  [EXTERNAL_TO_WINDOWS_FULL]: { messages: [externalPasswordChangedV1], proof: 'signature' },
  [EXTERNAL_TO_WINDOWS_PARTIAL]: { messages: [externalPasswordChangedV1], proof: 'signature' },
  [DELIVERIES]: { messages: [deliverPasswordV1, stopDeliveryV1], proof: 'mac' },
  [deliveriesTopicOf(ANY_ADAPTER)]: { messages: [applyDeliveryV1], proof: 'none' },
  [DELIVERY_OUTCOMES]: { messages: [deliverySettledV1], proof: 'mac' },
  [ADAPTER_STATUS]: { messages: [statusReportedV1], proof: 'signature' },
  [CONFIGURATION]: { messages: [configurationV1], proof: 'signature' },
  [SYNC_EVENTS]: { messages: [eventsRecordedV1], proof: 'none' },
};

/** Every message once, by its CloudEvents type. */
export const ALL_MESSAGES: ReadonlyMap<string, DocumentedMessage> = new Map(
  Object.values(TOPIC_CONTENT).flatMap(({ messages }) => messages.map((message) => [messageType(message), message])),
);
