import { EventPattern, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Kafka } from 'kafkajs';
import { lastValueFrom, isObservable } from 'rxjs';

import { BatchConsumer, type BatchConsumerOptions } from './batch-consumer.ts';
import type { HandledBatch, RecordBatch } from './consumed-record.ts';

const TRANSPORT = Symbol('entsync-batches');

/** Marks the method that handles one stream of record batches; the stream itself is described where the transport is made. */
export function HandlesBatches(stream: string): MethodDecorator {
  // The type argument picks the overload that fits any method.
  // oxlint-disable-next-line typescript/no-unnecessary-type-arguments
  return EventPattern<string>(stream, TRANSPORT);
}

export type StreamOptions = Omit<BatchConsumerOptions, 'handler'>;

/**
 * Nest's view of the batch consumers: a controller method gets a batch and resolves with what is to be published. Commit, retry,
 * bisection and dead letters are the consumer's.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = TRANSPORT;
  readonly consumers = new Map<string, BatchConsumer>();
  readonly #kafka: Kafka;
  readonly #streams: Readonly<Record<string, StreamOptions>>;

  constructor(kafka: Kafka, streams: Readonly<Record<string, StreamOptions>>) {
    super();
    this.#kafka = kafka;
    this.#streams = streams;
  }

  listen(callback: (error?: unknown) => void): void {
    // Nest's interface wants a callback.
    // oxlint-disable-next-line promise/no-callback-in-promise
    this.#start().then(() => callback(), callback);
  }

  async #start(): Promise<void> {
    for (const [stream, options] of Object.entries(this.#streams)) {
      const handler = this.messageHandlers.get(stream);
      if (handler === undefined) throw new TypeError(`No controller handles the stream ${stream}.`);
      const consumer = new BatchConsumer(this.#kafka, { ...options, handler: (batch) => call(handler, batch) });
      this.consumers.set(stream, consumer);
      await consumer.start();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
  }

  on(): void {
    // Nest's interface asks for it; readiness is read from the consumers.
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's interface
  unwrap<T>(): T {
    return this.consumers as T;
  }
}

/** Nest's proxy answers with an Observable, and hides errors unless a filter passes them on. */
async function call(handler: MessageHandler, batch: RecordBatch): Promise<HandledBatch> {
  const answer: unknown = await handler(batch);
  return (isObservable(answer) ? await lastValueFrom(answer) : answer) as HandledBatch;
}
