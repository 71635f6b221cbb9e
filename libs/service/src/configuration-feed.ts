import {
  CONFIGURATION,
  configurationKey,
  configurationV1,
  decodeMessage,
  MalformedMessageError,
  type AdapterConfiguredV1,
  type ConfigurationV1,
  type RouterLinkedV1,
  type StoreAnnouncedV1,
} from '@entsync/contracts';
import { MICROS_PER_HOUR, type Micros } from '@entsync/domain';
import { followTopic, type ConsumedRecord, type FollowedTopic } from '@entsync/messaging';
import type { Log } from '@entsync/observability';
import { checkSignature, NotAuthenticError, type VerifyingKey } from '@entsync/secrets';

/** The store signs its configuration again daily; what is older than this is not believed any more. */
const FRESH_FOR: Micros = 48 * MICROS_PER_HOUR;

type Follow = typeof followTopic;
type KafkaConnection = Parameters<Follow>[0];

export interface FeedOptions {
  readonly kafka: KafkaConnection;
  /** A name that no other process has. */
  readonly reader: string;
  /** The store's key, pinned. */
  readonly store: VerifyingKey;
  /** Broker time. */
  readonly now: () => Micros;
  readonly log: Log;
}

/** What the store says about adapters, keys and links: signed, and never older than what is known. */
export class ConfigurationFeed {
  readonly #options: FeedOptions;
  readonly #current = new Map<string, ConfigurationV1>();
  readonly #listeners: ((changed: ConfigurationV1) => void)[] = [];
  #topic: FollowedTopic | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Resolves when everything that was published is known. */
  async start(): Promise<void> {
    const { kafka, reader } = this.#options;
    this.#topic = await followTopic(kafka, CONFIGURATION, reader, (record) => this.#take(record));
    await this.#topic.caughtUp;
  }

  async stop(): Promise<void> {
    await this.#topic?.stop();
  }

  /** Called for each change, also for those that were there at the start. */
  onChange(listener: (changed: ConfigurationV1) => void): void {
    this.#listeners.push(listener);
  }

  get store(): StoreAnnouncedV1 | undefined {
    const known = this.#current.get('store');
    return known?.kind === 'store' ? known : undefined;
  }

  get adapters(): readonly AdapterConfiguredV1[] {
    return [...this.#current.values()].filter((each) => each.kind === 'adapter');
  }

  adapter(name: string): AdapterConfiguredV1 | undefined {
    const known = this.#current.get(`adapter/${name}`.toLowerCase());
    return known?.kind === 'adapter' ? known : undefined;
  }

  routerLink(principal: string): RouterLinkedV1 | undefined {
    const known = this.#current.get(`router/${principal}`.toLowerCase());
    return known?.kind === 'router' ? known : undefined;
  }

  /** What keeps whoever depends on it from doing its job. */
  problem(): string | undefined {
    const { store } = this;
    if (store === undefined) return 'the store has not published its configuration yet';
    if (store.signedAt + FRESH_FOR < this.#options.now())
      return 'the store has not signed its configuration for 48 hours';
    return undefined;
  }

  #take(record: ConsumedRecord): void {
    try {
      checkSignature(this.#options.store, record);
      const { data } = decodeMessage([configurationV1], record);
      const key = configurationKey(data);
      if ((this.#current.get(key)?.revision ?? 0) > data.revision) return;
      this.#current.set(key, data);
      for (const listener of this.#listeners) listener(data);
    } catch (error) {
      if (!(error instanceof NotAuthenticError) && !(error instanceof MalformedMessageError)) throw error;
      this.#options.log.error('a configuration record is not believed', {
        offset: record.offset,
        reason: error.reason,
      });
    }
  }
}
