import { setTimeout as sleep } from 'node:timers/promises';

import type { Micros } from '@entsync/domain';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, Kafka, TopicOffsets } from 'kafkajs';

import { handleBisecting } from './bisect.ts';
import { chunk } from './chunk.ts';
import type {
  BatchHandler,
  ConsumedRecord,
  HandledBatch,
  Position,
  PositionStore,
  RecordBatch,
} from './consumed-record.ts';
import { toDeadLetter, RateLimit } from './dead-letter.ts';
import { flatHeaders } from './flat-headers.ts';
import { Gathering } from './gathering.ts';
import { LazyCommit } from './lazy-commit.ts';
import { RecordsMissingError } from './messaging.errors.ts';
import { loadPartitionStarts } from './partition-starts.ts';
import { appendTimeOf, decideStart, PartitionProgress, type PartitionStart } from './partition-progress.ts';
import type { Publisher } from './publisher.ts';

/** What a consumer tells about itself. None of it may throw. */
export interface ConsumerObserver {
  batchHandled?(records: number, seconds: number): void;
  recordDead?(record: ConsumedRecord, reason: string, error?: unknown): void;
  recordDropped?(record: ConsumedRecord, reason: string): void;
  outage?(error: unknown, attempt: number): void;
  recordsMissing?(error: RecordsMissingError): void;
  /** It does not consume any more, and will not again: the process should end and be started anew. */
  crashed?(): void;
}

export interface BatchConsumerOptions {
  /** Also the consumer group. */
  readonly name: string;
  readonly topics: readonly string[];
  readonly service: string;
  readonly handler: BatchHandler;
  readonly publisher: Publisher;
  readonly positions?: PositionStore;
  /** Whether an error is an outage of something that the handler needs. Everything else is held against the records. */
  readonly isOutage: (error: unknown) => boolean;
  readonly observer?: ConsumerObserver;
  /**
   * How long the brokers may let records gather before they hand them out, in milliseconds: for streams where handling many at once matters more than
   * handling each at once. 0 when not given.
   */
  readonly gatherFor?: number;
  /** Records of one batch, at most. */
  readonly maxRecords?: number;
  /** Awaited after partitions were assigned and before any record of theirs is handled. */
  readonly assigned?: (partitions: readonly AssignedPartition[]) => Promise<void>;
  /** For handlers that finish later than they resolve: the offset that must not be committed past. */
  readonly lowestUnfinished?: (topic: string, partition: number) => number | undefined;
}

type GroupJoin = ConsumerGroupJoinEvent['payload'];

export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;
}

/** More than all topics of one consumer have together, so that everything that was fetched is handled at once. */
const CONCURRENT_PARTITIONS = 128;
/** Of a fetch on topics where nothing happens, in milliseconds. */
const LONGEST_WAIT = 500;
const MUCH = 8 * 1024 * 1024;
const SESSION_TIMEOUT = 10_000;
const HEARTBEAT_INTERVAL = 2_000;
const LONGEST_PAUSE = 5_000;
const STRANGERS_PER_SECOND = 10;
const STRANGERS_BURST = 100;

/**
 * Consumes topics in batches across partitions: all that one fetch brought goes to the handler at once. Offsets are committed after the handler
 * has resolved and the brokers have acknowledged all that it published.
 */
export class BatchConsumer {
  readonly progress = new PartitionProgress();
  readonly #options: BatchConsumerOptions;
  readonly #kafka: Kafka;
  readonly #consumer: Consumer;
  readonly #gathering: Gathering<EachBatchPayload>;
  readonly #commits = new LazyCommit();
  readonly #strangers = new RateLimit(STRANGERS_PER_SECOND, STRANGERS_BURST, Date.now());
  readonly #fetchStarts = new Map<string, Micros>();
  #commitNow: (() => Promise<void>) | undefined;
  #assignment: Promise<void> = Promise.resolve();
  #missing: RecordsMissingError | undefined;
  #isAssigned = false;
  #joins = 0;
  #stopping = false;

  constructor(kafka: Kafka, options: BatchConsumerOptions) {
    this.#kafka = kafka;
    this.#options = options;
    this.#consumer = kafka.consumer({
      groupId: options.name,
      sessionTimeout: SESSION_TIMEOUT,
      heartbeatInterval: HEARTBEAT_INTERVAL,
      maxWaitTimeInMs: options.gatherFor ?? LONGEST_WAIT,
      // As much as never comes: the time decides.
      minBytes: options.gatherFor === undefined ? 1 : MUCH,
      maxBytesPerPartition: 1024 * 1024,
      retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: LONGEST_PAUSE },
    });
    this.#gathering = new Gathering((batches) => this.#handle(batches));
  }

  /** Resolves when the group was joined. */
  async start(): Promise<void> {
    const { GROUP_JOIN, REBALANCING, CRASH, FETCH_START } = this.#consumer.events;
    const joined = new Promise<void>((resolve) => {
      this.#consumer.on(GROUP_JOIN, ({ payload }) => {
        this.#joins += 1;
        this.#assignment = this.#takeOver(payload, this.#joins);
        resolve();
      });
    });
    this.#consumer.on(REBALANCING, () => {
      this.#isAssigned = false;
    });
    this.#consumer.on(CRASH, ({ payload }) => {
      this.#isAssigned = false;
      if (!payload.restart && !this.#stopping) this.#options.observer?.crashed?.();
    });
    this.#consumer.on(FETCH_START, ({ payload }) => this.#noteFetchStart(`${payload.nodeId}`));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.#gathering.add(payload),
    });
    await joined;
  }

  /** Whether records are being handled: it is known where to read, nothing is missing. */
  get isReady(): boolean {
    return this.#isAssigned && this.#missing === undefined;
  }

  /** What keeps it from reading on; a person must decide. */
  get missing(): RecordsMissingError | undefined {
    return this.#missing;
  }

  /** A person accepts that records are gone. */
  acceptMissing(): void {
    this.#missing = undefined;
  }

  /** Handles what was fetched, commits, and leaves the group. */
  async stop(): Promise<void> {
    this.#stopping = true;
    // What is handled by now: once the consumer has stopped, kafkajs may not commit any more.
    await this.#commits.flush();
    await this.#consumer.stop();
    await this.#commits.flush();
    await this.#consumer.disconnect();
  }

  /**
   * Nothing is fetched before it is decided where to start: where an offset is out of range, kafkajs commits another one by itself, and
   * nobody could tell any more what is missing.
   */
  async #takeOver({ memberAssignment }: GroupJoin, join: number): Promise<void> {
    const partitions = Object.entries(memberAssignment).map(([topic, numbers]) => ({ topic, partitions: numbers }));
    this.#consumer.pause(partitions);
    try {
      await this.#assignment;
      // Where the group has been joined anew in the meantime, that assignment counts.
      if (join === this.#joins) await this.#assign(memberAssignment);
      if (join !== this.#joins) return;
      this.#consumer.resume(partitions);
      this.#isAssigned = true;
    } catch {
      if (!this.#stopping) this.#options.observer?.crashed?.();
    }
  }

  async #assign(assignment: GroupJoin['memberAssignment']): Promise<void> {
    const { name, positions } = this.#options;
    this.progress.clear();
    const load = (): Promise<PartitionStart[]> => loadPartitionStarts(this.#kafka, name, assignment, positions);
    const starts = await this.#untilNoOutage(load, () => true);
    for (const start of starts) {
      const first = await this.#whatIsThere(() => decideStart(start), start.low);
      if ((start.stored ?? 0) > start.high) {
        await positions?.reset([{ topic: start.topic, partition: start.partition, next: first }]);
      }
      this.progress.assign(start, first);
      if (first !== start.committed) {
        this.#consumer.seek({ topic: start.topic, partition: start.partition, offset: `${first}` });
      }
    }
    const { assigned } = this.#options;
    if (assigned !== undefined)
      await this.#untilNoOutage(
        () => assigned(starts),
        () => true,
      );
  }

  #noteFetchStart(node: string): void {
    const previous = this.#fetchStarts.get(node);
    this.#fetchStarts.set(node, this.#options.publisher.clock.now());
    const starts = [...this.#fetchStarts.values()];
    if (previous !== undefined) this.progress.readEverythingAt(Math.min(previous, ...starts));
  }

  /** All partitions that one fetch brought, together. */
  async #handle(payloads: readonly EachBatchPayload[]): Promise<void> {
    await this.#assignment;
    const current = payloads.filter((payload) => {
      const { topic, partition } = payload.batch;
      return payload.isRunning() && !payload.isStale() && this.progress.isAssigned(topic, partition);
    });
    const heartbeat = this.#keepAlive(current);
    try {
      const records = await this.#toRecords(current);
      for (const part of chunk(records, this.#options.maxRecords ?? 2_000)) await this.#handleRecords(part);
    } catch (error) {
      // What is not handled when it ends is not committed. kafkajs must not take the end for a crash.
      if (this.#stopping) return;
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
    for (const payload of current) payload.resolveOffset(payload.batch.lastOffset());
    const [any] = current;
    if (any === undefined) return;
    this.#commitNow = () => any.commitOffsetsIfNecessary({ topics: this.#handledOffsets() });
    this.scheduleCommit();
  }

  /** Work that was unfinished has finished: what is handled by now is committed soon. */
  scheduleCommit(): void {
    if (this.#commitNow !== undefined) this.#commits.schedule(this.#commitNow);
  }

  #keepAlive(payloads: readonly EachBatchPayload[]): NodeJS.Timeout {
    // A failed heartbeat shows in the next fetch; here it must not become an unhandled rejection.
    return setInterval(() => void payloads[0]?.heartbeat().catch(() => undefined), HEARTBEAT_INTERVAL);
  }

  async #toRecords(payloads: readonly EachBatchPayload[]): Promise<ConsumedRecord[]> {
    const records: ConsumedRecord[] = [];
    for (const { batch } of payloads) {
      const { topic, partition } = batch;
      const first = Number(batch.messages[0]?.offset ?? 0);
      await this.#whatIsThere(() => this.progress.checkFollows(topic, partition, first), undefined);
      this.progress.fetched(topic, partition, Number(batch.highWatermark));
      for (const { key, value, headers, offset, timestamp } of batch.messages) {
        const at = Number(offset);
        records.push({
          topic,
          partition,
          offset: at,
          key,
          value,
          headers: flatHeaders(headers),
          appendedAt: appendTimeOf(timestamp),
          isReplay: this.progress.isReplay(topic, partition, at),
        });
      }
    }
    return records;
  }

  async #handleRecords(records: readonly ConsumedRecord[]): Promise<void> {
    const startedAt = performance.now();
    await this.#untilNoOutage(() =>
      handleBisecting(records, {
        handle: (batch) => this.#handleAndPublish(batch),
        isOutage: this.#options.isOutage,
        giveUp: (record, position, error) => this.#giveUp(record, position, error),
      }),
    );
    this.#options.observer?.batchHandled?.(records.length, (performance.now() - startedAt) / 1_000);
  }

  async #handleAndPublish(batch: RecordBatch): Promise<HandledBatch> {
    const handled = await this.#options.handler(batch);
    for (const { topic, partition, next } of batch.positions) this.progress.handled(topic, partition, next);
    const letters = handled.rejected.flatMap((rejected) => {
      const { record, reason, fromStranger } = rejected;
      if (fromStranger && !this.#strangers.allows(Date.now())) {
        this.#options.observer?.recordDropped?.(record, reason);
        return [];
      }
      this.#options.observer?.recordDead?.(record, reason);
      return [toDeadLetter(rejected, this.#options.service)];
    });
    // The handler's own work is done and must not be done again because the brokers are away.
    await this.#untilNoOutage(
      () => this.#options.publisher.publish([...handled.publish, ...letters]),
      () => true,
    );
    return handled;
  }

  async #giveUp(record: ConsumedRecord, position: Position, error: unknown): Promise<void> {
    const detail = `The handler failed with ${error instanceof Error ? error.name : 'an unknown error'}.`;
    const letter = toDeadLetter(
      { record, reason: 'handler-failed', detail, fromStranger: false },
      this.#options.service,
    );
    this.#options.observer?.recordDead?.(record, 'handler-failed', error);
    await this.#untilNoOutage(
      () => this.#options.publisher.publish([letter]),
      () => true,
    );
    await this.#options.positions?.save([position]);
    this.progress.handled(position.topic, position.partition, position.next);
  }

  /** Waits, with growing pauses, for an outage to end. */
  async #untilNoOutage<T>(work: () => Promise<T>, isOutage = this.#options.isOutage): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!isOutage(error) || this.#stopping) throw error;
        this.#options.observer?.outage?.(error, attempt);
        await sleep(Math.min(LONGEST_PAUSE, 100 * 2 ** Math.min(attempt, 6)));
      }
    }
  }

  /** Where records are missing, waits until a person has accepted it. */
  async #whatIsThere<T>(check: () => T, otherwise: T): Promise<T> {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof RecordsMissingError)) throw error;
      this.#missing = error;
      // kafkajs may have committed an offset behind the gap: should the process end now, the next one must find the gap as well.
      this.scheduleCommit();
      this.#options.observer?.recordsMissing?.(error);
      while (this.#missing !== undefined && !this.#stopping) await sleep(200);
      if (this.#stopping) throw error;
      return otherwise;
    }
  }

  #handledOffsets(): TopicOffsets[] {
    const topics = new Map<string, TopicOffsets>();
    for (const { topic, partition, next } of this.progress.assigned()) {
      const entry = topics.get(topic) ?? { topic, partitions: [] };
      const unfinished = this.#options.lowestUnfinished?.(topic, partition) ?? next;
      entry.partitions.push({ partition, offset: `${Math.min(next, unfinished)}` });
      topics.set(topic, entry);
    }
    return [...topics.values()];
  }
}
