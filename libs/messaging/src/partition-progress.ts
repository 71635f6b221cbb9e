import { MICROS_PER_MILLISECOND, type Micros } from '@entsync/domain';

import { RecordsMissingError } from './messaging.errors.ts';

interface Progress {
  /** The offset of the next record to handle. */
  next: number;
  /** Records before it are in the database already. */
  replayedUntil: number;
  /** The end of the log when the partition was assigned. */
  endAtStart: number;
  /** The end of the log when it was last read. */
  highWatermark: number;
  /** Every record that was appended before this time has been handled. */
  readUpTo: Micros;
}

/** What Kafka and the database say about a partition when it is assigned. Offsets of the next record. */
export interface PartitionStart {
  readonly topic: string;
  readonly partition: number;
  /** The oldest record that is there, and the end of the log. */
  readonly low: number;
  readonly high: number;
  /** Kafka's committed offset; absent for a group that has never committed. */
  readonly committed?: number;
  /** The database's position; absent where the handler keeps none, or has none yet. */
  readonly stored?: number;
  /** Whether the handler keeps positions. */
  readonly keepsPositions: boolean;
}

/**
 * Where to start reading: at the lower of Kafka's offset and the database's position, so that a restored database skips nothing.
 *
 * Throws {@link RecordsMissingError} when what should be read is gone, or the log ends before what was handled: kafkajs alone would go on
 * silently.
 */
export function decideStart(start: PartitionStart): number {
  const { topic, partition, low, high, committed, stored, keepsPositions } = start;
  const isNew = committed === undefined && stored === undefined;
  if (isNew) return low;
  const known = keepsPositions ? [committed, stored] : [committed];
  const first = Math.min(...known.map((offset) => offset ?? low));
  if (first < low) throw new RecordsMissingError(topic, partition, low - first);
  const furthest = Math.max(...known.map((offset) => offset ?? low));
  if (furthest > high) throw new RecordsMissingError(topic, partition, furthest - high, 'end');
  return first;
}

/** How far each assigned partition has been handled. */
export class PartitionProgress {
  readonly #partitions = new Map<string, Progress>();

  assign(start: PartitionStart, first: number): void {
    this.#partitions.set(keyOf(start), {
      next: first,
      // A position beyond the end belongs to a log that is gone: nothing of this one is in the database for certain.
      replayedUntil: start.stored === undefined || start.stored > start.high ? first : start.stored,
      endAtStart: start.high,
      highWatermark: start.high,
      readUpTo: 0,
    });
  }

  clear(): void {
    this.#partitions.clear();
  }

  isReplay(topic: string, partition: number, offset: number): boolean {
    return offset < (this.#partitions.get(keyOf({ topic, partition }))?.replayedUntil ?? 0);
  }

  isAssigned(topic: string, partition: number): boolean {
    return this.#partitions.has(keyOf({ topic, partition }));
  }

  /** Throws {@link RecordsMissingError} when the records do not follow on what was handled last. */
  checkFollows(topic: string, partition: number, firstOffset: number): void {
    const progress = this.#partitions.get(keyOf({ topic, partition }));
    if (progress === undefined || firstOffset <= progress.next) return;
    throw new RecordsMissingError(topic, partition, firstOffset - progress.next);
  }

  handled(topic: string, partition: number, next: number): void {
    const progress = this.#partitions.get(keyOf({ topic, partition }));
    if (progress === undefined) return;
    progress.next = Math.max(progress.next, next);
    progress.replayedUntil = Math.max(progress.replayedUntil, progress.next);
  }

  fetched(topic: string, partition: number, highWatermark: number): void {
    const progress = this.#partitions.get(keyOf({ topic, partition }));
    if (progress !== undefined) progress.highWatermark = Math.max(progress.highWatermark, highWatermark);
  }

  /** All that a fetch brought which began at `time` has been handled: what it left out was not there then. */
  readEverythingAt(time: Micros): void {
    for (const progress of this.#partitions.values()) {
      if (progress.next >= progress.highWatermark) progress.readUpTo = Math.max(progress.readUpTo, time);
    }
  }

  /** Whether the partition has been read up to the end that it had when it was assigned. */
  isCaughtUp(topic: string, partition: number): boolean {
    const progress = this.#partitions.get(keyOf({ topic, partition }));
    return progress !== undefined && progress.next >= progress.endAtStart;
  }

  readUpTo(topic: string, partition: number): Micros {
    return this.#partitions.get(keyOf({ topic, partition }))?.readUpTo ?? 0;
  }

  assigned(): readonly { readonly topic: string; readonly partition: number; readonly next: number }[] {
    return [...this.#partitions].map(([key, { next }]) => {
      const split = key.lastIndexOf('/');
      return { topic: key.slice(0, split), partition: Number(key.slice(split + 1)), next };
    });
  }
}

function keyOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

/** kafkajs gives append times as text, in milliseconds; what was cut off is taken as the whole millisecond. */
export function appendTimeOf(timestamp: string): Micros {
  return Number(timestamp) * MICROS_PER_MILLISECOND + MICROS_PER_MILLISECOND - 1;
}
