import { encodeMessage, traceparentOf, WINDOWS_TO_EXTERNAL, windowsPasswordChangedV1 } from '@entsync/contracts';
import { WINDOWS, type Secret } from '@entsync/domain';
import { connectKafka, machineClocks, Publisher, type LogLine, type OutgoingMessage } from '@entsync/messaging';
import { newId, sealCapture, signRecord, type Identity, type Recipient } from '@entsync/secrets';

/** A Windows password that has been changed: a producer asserts that this has happened. */
export interface Announcement {
  /** `DOMAIN\user`. */
  readonly account: string;
  readonly newPassword: Secret;
  /** Where the source knows it. */
  readonly oldPassword?: Secret;
  readonly means?: 'change' | 'reset';
}

/** An announcement that is ready to be published; nobody but the store can read its passwords. */
export interface SealedAnnouncement {
  readonly trackingId: string;
  readonly message: OutgoingMessage;
}

export interface ProducerOptions {
  readonly brokers: readonly string[];
  /** Enrolled as a producer for the domains that it announces for. */
  readonly identity: Identity;
  /** The store's key. */
  readonly recipient: Recipient;
  readonly log?: LogLine;
}

/** Announces Windows password changes on `windows-to-external`. Each one is an origin of its own that numbers its changes. */
export class Producer {
  readonly #publisher: Publisher;
  readonly #options: ProducerOptions;
  readonly #origin = newId();
  #sequence = 0;

  private constructor(publisher: Publisher, options: ProducerOptions) {
    this.#publisher = publisher;
    this.#options = options;
  }

  /** Rejects with a BrokerError where no broker answers. */
  static async connect(options: ProducerOptions): Promise<Producer> {
    const silent: LogLine = () => undefined;
    const kafka = connectKafka(
      { brokers: options.brokers, clientId: options.identity.principal },
      options.log ?? silent,
    );
    const publisher = new Publisher(kafka);
    await publisher.connect();
    return new Producer(publisher, options);
  }

  /** Resolves to the tracking id, once the change is durable: acknowledged by every in-sync replica. */
  async announce(announcement: Announcement): Promise<string> {
    const { trackingId, message } = await this.seal(announcement);
    await this.publish([message]);
    return trackingId;
  }

  /** Seals and signs. The passwords stay the caller's to wipe. */
  async seal({ account, newPassword, oldPassword, means }: Announcement): Promise<SealedAnnouncement> {
    const { identity, recipient } = this.#options;
    const trackingId = newId();
    const stamp = { account, origin: this.#origin, sequence: (this.#sequence += 1), capturedAt: machineClocks.wall() };
    const passwords = { newPassword, ...(oldPassword === undefined ? {} : { oldPassword }) };
    const sealed = await sealCapture(recipient, { system: WINDOWS, ...stamp }, passwords);
    const encoded = encodeMessage(windowsPasswordChangedV1, {
      id: trackingId,
      source: `/entsync/${identity.principal}`,
      time: new Date(stamp.capturedAt / 1_000),
      traceparent: traceparentOf(trackingId),
      data: {
        ...stamp,
        clockOffset: this.#publisher.clock.wallOffset(),
        sealed: Buffer.from(sealed).toString('base64'),
        ...(means === undefined ? {} : { means }),
      },
    });
    const unsigned = { topic: WINDOWS_TO_EXTERNAL, ...encoded };
    const signature = signRecord(identity.principal, identity.signing, unsigned);
    return { trackingId, message: { ...unsigned, headers: { ...encoded.headers, ...signature } } };
  }

  /** Resolves when all of them are durable. */
  publish(messages: readonly OutgoingMessage[]): Promise<void> {
    return this.#publisher.publish(messages);
  }

  disconnect(): Promise<void> {
    return this.#publisher.disconnect();
  }
}
