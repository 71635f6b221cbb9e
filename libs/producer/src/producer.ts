import { connectKafka, machineClocks, Publisher, type LogLine, type OutgoingMessage } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import { sealAnnouncement, type Announcement, type Parties, type SealedAnnouncement } from './seal-announcement.ts';

export interface ProducerOptions extends Parties {
  readonly brokers: readonly string[];
  readonly log?: LogLine;
}

/** Announces Windows password changes on `windows-to-external`. Each one is an origin of its own that numbers its changes. */
export class Producer {
  readonly #publisher: Publisher;
  readonly #parties: Parties;
  readonly #origin = newId();
  #sequence = 0;

  private constructor(publisher: Publisher, parties: Parties) {
    this.#publisher = publisher;
    this.#parties = parties;
  }

  /** Rejects where no broker answers. */
  static async connect(options: ProducerOptions): Promise<Producer> {
    const { brokers, identity, log = silent } = options;
    const publisher = new Publisher(connectKafka({ brokers, clientId: identity.principal }, log));
    await publisher.connect();
    return new Producer(publisher, options);
  }

  /** Resolves to the tracking id, once the change is durable: acknowledged by every in-sync replica. Throws BrokerError. */
  async announce(announcement: Announcement): Promise<string> {
    const { trackingId, message } = await this.seal(announcement);
    await this.publish([message]);
    return trackingId;
  }

  /** For those that seal now and publish later, or many at once. */
  seal(announcement: Announcement): Promise<SealedAnnouncement> {
    const stamp = {
      origin: this.#origin,
      sequence: (this.#sequence += 1),
      capturedAt: machineClocks.wall(),
      clockOffset: this.#publisher.clock.wallOffset(),
    };
    return sealAnnouncement(announcement, stamp, this.#parties);
  }

  /** Resolves when all of them are durable. Throws BrokerError: then they may have arrived or not, and publishing them again does no harm. */
  publish(messages: readonly OutgoingMessage[]): Promise<void> {
    return this.#publisher.publish(messages);
  }

  disconnect(): Promise<void> {
    return this.#publisher.disconnect();
  }
}

const silent: LogLine = () => undefined;
