import { setTimeout as sleep } from 'node:timers/promises';

import type { OutgoingMessage, Publisher } from '@entsync/messaging';
import { errorFacts, type Log } from '@entsync/observability';

interface Waiting {
  readonly message: OutgoingMessage;
  readonly published: () => void;
}

const PAUSE = 500;

/** Publishes outcomes, several at once where several are ready, until the brokers have them. */
export class OutcomeOutbox {
  readonly #publisher: Publisher;
  readonly #log: Log;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(publisher: Publisher, log: Log) {
    this.#publisher = publisher;
    this.#log = log;
  }

  /** Resolves when the brokers have it; however long that takes. */
  publish(message: OutgoingMessage): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ message, published: resolve });
      if (this.#isRunning) return;
      this.#isRunning = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#publishAll(group.map(({ message }) => message));
      for (const { published } of group) published();
    }
    this.#isRunning = false;
  }

  async #publishAll(messages: readonly OutgoingMessage[]): Promise<void> {
    for (;;) {
      try {
        return await this.#publisher.publish(messages);
      } catch (error) {
        this.#log.warn('outcomes wait for the brokers', { count: messages.length, ...errorFacts(error) });
        await sleep(PAUSE);
      }
    }
  }
}
