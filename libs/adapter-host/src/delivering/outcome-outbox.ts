import { setTimeout as sleep } from 'node:timers/promises';

import { Gathering, type OutgoingMessage, type Publisher } from '@entsync/messaging';
import { errorFacts, type Log } from '@entsync/observability';

const PAUSE = 500;

/** Publishes outcomes, several at once where several are ready, until the brokers have them. */
export class OutcomeOutbox {
  readonly #publisher: Publisher;
  readonly #log: Log;
  readonly #gathering = new Gathering<OutgoingMessage>((messages) => this.#publishAll(messages));

  constructor(publisher: Publisher, log: Log) {
    this.#publisher = publisher;
    this.#log = log;
  }

  /** Resolves when the brokers have it; however long that takes. */
  publish(message: OutgoingMessage): Promise<void> {
    return this.#gathering.add(message);
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
