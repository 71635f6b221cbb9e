import type { Micros } from '@entsync/domain';

/** A record as a handler gets it. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | undefined>>;
  /** When the broker appended it, cut to a millisecond and taken at that millisecond's end. */
  readonly appendedAt: Micros;
  /** Its effects are in the database already: it must be said again, not decided again. */
  readonly isReplay: boolean;
}

/** Up to where a partition has been handled: the offset of the next record. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** A message that is ready for its topic. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string>>;
}

/** Records of one or more partitions, each partition's in order. */
export interface RecordBatch {
  readonly records: readonly ConsumedRecord[];
  /** To be written in the handler's own transaction, where it has one. */
  readonly positions: readonly Position[];
}

/** A record that cannot be understood or may not be believed. */
export interface RejectedRecord {
  readonly record: ConsumedRecord;
  /** In kebab-case. */
  readonly reason: string;
  /** A short sentence without anything that was read from the record. */
  readonly detail: string;
  /** Whoever sent it is not known: such dead letters are kept at a limited rate only. */
  readonly fromStranger: boolean;
}

export interface HandledBatch {
  /** Published, in this order, before the batch counts as handled. */
  readonly publish: readonly OutgoingMessage[];
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Handles a batch. Runs again from the start when it rejects: with the whole batch for an outage, with halves of it for anything else, so
 * that a single record that cannot be handled ends alone among the dead letters.
 */
export type BatchHandler = (batch: RecordBatch) => Promise<HandledBatch>;

/** Where positions are kept beside Kafka: in the database that the handler writes to. */
export interface PositionStore {
  /** Positions of these partitions, as far as there are any. */
  load(topics: readonly string[]): Promise<readonly Position[]>;
  /** For records that were put among the dead letters. */
  save(positions: readonly Position[]): Promise<void>;
  /** Takes these for the truth, though they are lower: the log that the former ones were about is gone. */
  reset(positions: readonly Position[]): Promise<void>;
}
