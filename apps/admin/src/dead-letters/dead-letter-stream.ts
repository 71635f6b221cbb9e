import { BatchConsumer } from '@entsync/messaging';

import { isDeadLetterTopic } from '../topics/entsync-topics.ts';

export interface DeadLetterStreamParts {
  readonly listTopics: () => Promise<readonly string[]>;
  readonly makeConsumer: (topics: readonly string[]) => BatchConsumer;
}

/** Reads every topic of dead letters that there is. A consumer cannot take on topics while it runs, so a new one follows it. */
export class DeadLetterStream {
  readonly #parts: DeadLetterStreamParts;
  #hasLooked = false;
  #topics: readonly string[] = [];
  #consumer: BatchConsumer | undefined;

  constructor(parts: DeadLetterStreamParts) {
    this.#parts = parts;
  }

  /** Reads what there is to read by now. Rounds must not overlap. */
  async look(): Promise<void> {
    const topics = (await this.#parts.listTopics()).filter(isDeadLetterTopic).sort();
    this.#hasLooked = true;
    if (topics.join() === this.#topics.join()) return;
    await this.stop();
    if (topics.length === 0) return;
    const consumer = this.#parts.makeConsumer(topics);
    this.#consumer = consumer;
    await consumer.start();
    this.#topics = topics;
  }

  /** What keeps it from reading. */
  problem(): string | undefined {
    if (!this.#hasLooked) return 'the dead letters are not being read yet';
    const consumer = this.#consumer;
    if (consumer === undefined) return undefined;
    return consumer.missing?.message ?? (consumer.isReady ? undefined : 'the dead letters are not being read');
  }

  async stop(): Promise<void> {
    this.#topics = [];
    await this.#consumer?.stop();
    this.#consumer = undefined;
  }
}
