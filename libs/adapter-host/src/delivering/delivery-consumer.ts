import { setTimeout as sleep } from 'node:timers/promises';

import {
  applyDeliveryV1,
  decodeMessage,
  deliveriesTopicOf,
  DELIVERY_OUTCOMES,
  deliverySettledV1,
  MalformedMessageError,
  type ApplyDeliveryV1,
} from '@entsync/contracts';
import type { Micros } from '@entsync/domain';
import {
  BatchConsumer,
  readTopic,
  type AssignedPartition,
  type BatchConsumerOptions,
  type ConsumedRecord,
  type HandledBatch,
  type RejectedRecord,
} from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import { AccountQueue } from './account-queue.ts';
import { handleDelivery, toOutcomeMessage, type DeliveryFacts } from './delivery-handler.ts';
import type { OutcomeOutbox } from './outcome-outbox.ts';
import { SettledEditions } from './settled-editions.ts';
import { UnfinishedOffsets } from './unfinished-offsets.ts';

export interface DeliveryConsumerOptions extends Pick<BatchConsumerOptions, 'service' | 'publisher' | 'observer'> {
  readonly kafka: ConstructorParameters<typeof BatchConsumer>[0];
  readonly adapter: string;
  readonly outbox: OutcomeOutbox;
  /** As they are at the moment of the call; `undefined` while the adapter cannot serve. */
  readonly facts: () => DeliveryFacts | undefined;
  readonly maximumPending: number;
}

/** The longest not-after, in milliseconds, with a margin: older dispatches are over in any case. */
const LONGEST_DISPATCH = 90_000;
/** In milliseconds. */
const SERVING_POLL = 50;

/** Takes one named adapter's deliveries: different accounts at once, one account's in order. */
export class DeliveryConsumer {
  readonly #options: DeliveryConsumerOptions;
  readonly #consumer: BatchConsumer;
  readonly #queue: AccountQueue;
  readonly #settled = new SettledEditions();
  readonly #unfinished = new UnfinishedOffsets();
  #stopping = false;

  constructor(options: DeliveryConsumerOptions) {
    this.#options = options;
    this.#queue = new AccountQueue(options.maximumPending);
    const { kafka, adapter, service, publisher, observer } = options;
    this.#consumer = new BatchConsumer(kafka, {
      name: `adapter.${adapter}`,
      topics: [deliveriesTopicOf(adapter)],
      service,
      publisher,
      isOutage: () => false,
      handler: ({ records }) => Promise.resolve(this.#take(records)),
      assigned: (partitions) => this.#readBack(partitions),
      lowestUnfinished: (_topic, partition) => this.#unfinished.lowest(partition),
      ...(observer === undefined ? {} : { observer }),
    });
  }

  set maximumPending(limit: number) {
    this.#queue.limit = limit;
  }

  get isReady(): boolean {
    return this.#consumer.isReady;
  }

  get problem(): string | undefined {
    return this.#consumer.missing?.message;
  }

  get missing(): BatchConsumer['missing'] {
    return this.#consumer.missing;
  }

  acceptMissing(): void {
    this.#consumer.acceptMissing();
  }

  start(): Promise<void> {
    return this.#consumer.start();
  }

  /** Takes nothing more, and waits for the calls that are open and their outcomes. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#queue.drained();
    await this.#consumer.stop();
  }

  /** What another host, or this one before it was killed, has done already is not done again. */
  async #readBack(partitions: readonly AssignedPartition[]): Promise<void> {
    const { kafka, adapter } = this.#options;
    const range = {
      topic: DELIVERY_OUTCOMES,
      since: Date.now() - LONGEST_DISPATCH,
      partitions: partitions.map(({ partition }) => partition),
      reader: `adapter.${adapter}.read-back.${newId()}`,
    };
    await readTopic(kafka, range, (record) => {
      try {
        const { data } = decodeMessage([deliverySettledV1], record);
        if (data.outcome !== 'superseded' && data.adapter === adapter) this.#settled.note(data);
      } catch (error) {
        if (!(error instanceof MalformedMessageError)) throw error;
      }
    });
  }

  #take(records: readonly ConsumedRecord[]): HandledBatch {
    const rejected: RejectedRecord[] = [];
    for (const record of records) {
      const delivery = this.#read(record, rejected);
      if (delivery === undefined) continue;
      this.#unfinished.begin(record.partition, record.offset);
      this.#queue.add(delivery.account, () => this.#deliver(delivery, record));
    }
    return { publish: [], rejected };
  }

  #read(record: ConsumedRecord, rejected: RejectedRecord[]): ApplyDeliveryV1 | undefined {
    try {
      const { data } = decodeMessage([applyDeliveryV1], record);
      if (data.adapter === this.#options.adapter) return data;
      rejected.push({
        record,
        reason: 'other-adapter',
        detail: 'It is addressed to another adapter.',
        fromStranger: true,
      });
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
      rejected.push({ record, reason: error.reason, detail: error.detail, fromStranger: true });
    }
    return undefined;
  }

  async #deliver(delivery: ApplyDeliveryV1, { partition, offset }: ConsumedRecord): Promise<void> {
    const facts = await this.#untilServing(delivery.notAfter);
    if (facts !== undefined && !this.#settled.hasOutcome(delivery.dispatchId)) await this.#attempt(delivery, facts);
    this.#unfinished.finish(partition, offset);
    this.#consumer.scheduleCommit();
  }

  /** What an adapter needs comes on another topic than its deliveries: one that is new may be about to serve. */
  async #untilServing(notAfter: Micros): Promise<DeliveryFacts | undefined> {
    const { facts, publisher } = this.#options;
    while (facts() === undefined && !this.#stopping && publisher.clock.now() < notAfter) await sleep(SERVING_POLL);
    return facts();
  }

  async #attempt(delivery: ApplyDeliveryV1, facts: DeliveryFacts): Promise<void> {
    const before = this.#settled.applied(delivery);
    const { dispatchId, attempt, epoch } = delivery;
    // The router did not hear of it in time and sends it again: the answer is the same, the call is not made twice.
    const outcome =
      before === undefined ? await handleDelivery(delivery, facts) : { ...before, dispatchId, attempt, epoch };
    if (outcome === undefined) return;
    this.#settled.note(outcome);
    await this.#options.outbox.publish(toOutcomeMessage(outcome, facts.epochs, facts.now()));
  }
}
