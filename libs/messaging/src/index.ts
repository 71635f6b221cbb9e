export {
  BatchConsumer,
  type AssignedPartition,
  type BatchConsumerOptions,
  type ConsumerObserver,
} from './batch-consumer.ts';
export { BrokerClock, machineClocks, type LocalClocks } from './broker-clock.ts';
export type {
  BatchHandler,
  ConsumedRecord,
  HandledBatch,
  OutgoingMessage,
  Position,
  PositionStore,
  RecordBatch,
  RejectedRecord,
} from './consumed-record.ts';
export { DEAD_LETTER_HEADERS, fromDeadLetter } from './dead-letter.ts';
export { Gathering } from './gathering.ts';
export { followTopic, type FollowedTopic } from './follow-topic.ts';
export { connectKafka, type KafkaSettings, type LogLine } from './kafka-connection.ts';
export { BrokerError } from './messaging.errors.ts';
export { BatchTransport, HandlesBatches, type StreamOptions } from './nest-transport.ts';
export { PassErrorsOnFilter } from './pass-errors-on.filter.ts';
export { Publisher } from './publisher.ts';
export { TopicAdmin, type TopicLag, type TopicSettings } from './topic-admin.ts';
export { readTopic, type ReadRange } from './topic-reader.ts';
