import {
  BatchConsumer,
  type BatchConsumerOptions,
  type ConsumedRecord,
  type Position,
  type RecordBatch,
} from '../src/index.ts';
import type { KafkaLab } from './kafka-lab.ts';

const textOf = ({ value }: ConsumedRecord): string => value?.toString() ?? '';

/** What a consumer was given and what it told. */
export class RecordingConsumer {
  /** Of all records whose batch was handled. */
  readonly handled: string[] = [];
  readonly replays: string[] = [];
  readonly given: string[][] = [];
  readonly told: string[] = [];
  readonly consumer: BatchConsumer;

  constructor(lab: KafkaLab, topic: string, also: Partial<BatchConsumerOptions> = {}) {
    this.consumer = new BatchConsumer(lab.kafka, {
      name: `reader-of-${topic}`,
      topics: [topic],
      service: 'lab',
      publisher: lab.publisher,
      isOutage: (error) => error instanceof Error && error.message === 'outage',
      observer: {
        recordDead: ({ offset }, reason) => this.told.push(`dead ${offset} ${reason}`),
        recordDropped: ({ offset }) => this.told.push(`dropped ${offset}`),
        recordsMissing: ({ count }) => this.told.push(`missing ${count}`),
        outage: () => this.told.push('outage'),
        crashed: () => this.told.push('crashed'),
      },
      ...also,
      handler: async (batch) => {
        this.given.push(batch.records.map(textOf));
        const result = (await also.handler?.(batch)) ?? { publish: [], rejected: [] };
        this.handled.push(...batch.records.map(textOf));
        this.replays.push(...batch.records.filter(({ isReplay }) => isReplay).map(textOf));
        return result;
      },
    });
  }
}

/** Positions as a database would keep them. */
export class MemoryPositions {
  #positions: readonly Position[] = [];

  load = (): Promise<readonly Position[]> => Promise.resolve(this.#positions);

  reset = (positions: readonly Position[]): Promise<void> => this.save(positions);

  save = (positions: readonly Position[]): Promise<void> => {
    this.#positions = positions;
    return Promise.resolve();
  };

  /** As a handler does in its own transaction. */
  readonly handler = async ({ positions }: RecordBatch): Promise<{ publish: []; rejected: [] }> => {
    await this.save(positions);
    return { publish: [], rejected: [] };
  };
}
