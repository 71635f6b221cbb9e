import type { Micros, Secret } from '@entsync/domain';

/** Up to when the outcomes of a partition have been read, broker time. */
export interface OutcomesRead {
  readonly partition: number;
  readonly readUpTo: Micros;
}

/** What the router knows beside its lanes. */
export interface RouterFacts {
  /** Broker time. */
  readonly now: () => Micros;
  /** How long a dispatch may take at most, from leaving to its outcome: the not-after. */
  readonly dispatchLimit: Micros;
  /** How many deliveries may be in flight to an adapter; 0 while it is disabled, deleted or unknown. */
  readonly windowOf: (adapter: string) => number;
  /** Whether lanes of this partition may send: everything that was there when the partition was assigned has been read. */
  readonly mayDispatch: (adapter: string, partition: number) => boolean;
  /** Partitions whose lanes may send. */
  readonly partitions: () => readonly number[];
  /** Of each partition. */
  readonly outcomesRead: () => readonly OutcomesRead[];
  /** Proves the store's deliveries. Throws while the link is not known. */
  readonly deliveryKey: () => Secret;
  /** Proves the router's answers. Throws while the link is not known. */
  readonly answerKey: () => Secret;
}
