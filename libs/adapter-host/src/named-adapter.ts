import path from 'node:path';

import { AdapterError, type AdapterDefinition, type TargetAdapter } from '@entsync/adapter-sdk';
import type { AdapterConfiguredV1, HostedAdapterStatus } from '@entsync/contracts';
import { MICROS_PER_MILLISECOND, type Secret } from '@entsync/domain';
import { openBox } from '@entsync/secrets';
import type { SpoolRecord } from '@entsync/spool';

import { loadOrMakeAdapterKeys, type AdapterKeys } from './adapter-keys.ts';
import { readBootId } from './capturing/boot-id.ts';
import { CaptureDrain } from './capturing/capture-drain.ts';
import { toCaptureMessage } from './capturing/capture-message.ts';
import { CaptureWatch } from './capturing/capture-watch.ts';
import { shimAnswers, tellShim } from './capturing/shim-files.ts';
import { DeliveryConsumer } from './delivering/delivery-consumer.ts';
import type { DeliveryFacts } from './delivering/delivery-handler.ts';
import { EpochRing } from './delivering/epoch-ring.ts';
import type { HostParts } from './host-parts.ts';
import { withDeadline } from './wrappers/with-deadline.ts';
import { withMetrics } from './wrappers/with-metrics.ts';
import { withRedaction } from './wrappers/with-redaction.ts';

const VERIFY_TIMEOUT = 10_000;

/** One named adapter in its host: its keys, its connection to the target, its deliveries and its captures. */
export class NamedAdapter<Settings> {
  readonly name: string;
  readonly captures: CaptureWatch;
  readonly #definition: AdapterDefinition<Settings>;
  readonly #parts: HostParts;
  readonly #keys: AdapterKeys;
  readonly #epochs = new EpochRing();
  readonly #consumer: DeliveryConsumer;
  readonly #drain: CaptureDrain;
  readonly #spool: string;
  #configured: AdapterConfiguredV1;
  #target: TargetAdapter | undefined;
  #targetKey = '';
  #problem: string | undefined;

  private constructor(
    definition: AdapterDefinition<Settings>,
    parts: HostParts,
    configured: AdapterConfiguredV1,
    keys: AdapterKeys,
  ) {
    this.name = configured.name;
    this.#definition = definition;
    this.#parts = parts;
    this.#configured = configured;
    this.#keys = keys;
    this.#spool = path.join(parts.spoolDirectory, this.name);
    this.#consumer = this.#makeConsumer();
    this.#drain = this.#makeDrain();
    this.captures = this.#makeWatch();
  }

  static async open<S>(
    definition: AdapterDefinition<S>,
    parts: HostParts,
    configured: AdapterConfiguredV1,
  ): Promise<NamedAdapter<S>> {
    const keys = await loadOrMakeAdapterKeys(parts.keysDirectory, configured.name);
    const adapter = new NamedAdapter(definition, parts, configured, keys);
    await adapter.take(configured);
    return adapter;
  }

  /** Begins to serve. Resolves when its deliveries are being read. */
  async start(): Promise<void> {
    await this.#drain.start();
    await this.#consumer.start();
  }

  async stop(): Promise<void> {
    this.#drain.stop();
    await this.#consumer.stop();
    await this.#target?.close();
  }

  /** The store's configuration of this adapter has changed, or is read for the first time. */
  async take(configured: AdapterConfiguredV1): Promise<void> {
    this.#configured = configured;
    this.#consumer.maximumPending = configured.limits.maximumPending;
    if (configured.recipientKeyId !== this.#keys.recipient.keyId) return;
    await this.#epochs.take(configured.epochs, [this.#keys.recipient]);
    await this.#connect(configured);
  }

  async tellShim(): Promise<void> {
    const [recipient] = this.#parts.feed.store?.recipientKeys ?? [];
    if (recipient !== undefined) await tellShim(this.#spool, recipient);
  }

  /** Asks the target whether everything that is needed is there. Answers the problem, `undefined` when there is none. */
  async check(): Promise<AdapterError | undefined> {
    const target = this.#target;
    if (target === undefined)
      return new AdapterError('TARGET_MISCONFIGURED', this.#problem ?? 'The adapter waits for its keys.');
    try {
      await target.verify(AbortSignal.timeout(VERIFY_TIMEOUT));
      this.#problem = undefined;
      return undefined;
    } catch (error) {
      const known =
        error instanceof AdapterError
          ? error
          : new AdapterError('TARGET_UNREACHABLE', 'The check failed unexpectedly.');
      this.#problem = known.message;
      return known;
    }
  }

  async status(): Promise<HostedAdapterStatus> {
    const { recipient, signing } = this.#keys;
    // That a spool is full is an event; the heartbeat has no word for it.
    const [{ isFull: _isFull, ...spool }, answers] = await Promise.all([
      this.captures.lookAtSpool(),
      this.captures.lookAtShim(),
    ]);
    return {
      name: this.name,
      state: this.#state(),
      recipientKey: Buffer.from(recipient.publicKey).toString('base64'),
      recipientKeyId: recipient.keyId,
      signingKey: Buffer.from(signing.publicKey).toString('base64'),
      spool,
      ...(answers === undefined ? {} : { shimAnswers: answers }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem.slice(0, 500) }),
    };
  }

  get deliveries(): Pick<DeliveryConsumer, 'missing' | 'acceptMissing'> {
    return this.#consumer;
  }

  /** What keeps it from serving. */
  readiness(): string | undefined {
    return this.#consumer.problem ?? (this.#consumer.isReady ? undefined : `${this.name} does not read its deliveries`);
  }

  #state(): HostedAdapterStatus['state'] {
    if (this.#configured.state !== 'enabled') return 'disabled';
    if (this.#epochs.isEmpty) return 'waiting-for-key';
    return this.#target === undefined ? 'misconfigured' : 'serving';
  }

  async #connect(configured: AdapterConfiguredV1): Promise<void> {
    const targetKey = JSON.stringify([configured.settings, configured.login]);
    if (targetKey === this.#targetKey) return;
    this.#targetKey = targetKey;
    const former = this.#target;
    this.#target = await this.#makeTarget(configured);
    await former?.close();
  }

  async #makeTarget({ settings, login }: AdapterConfiguredV1): Promise<TargetAdapter | undefined> {
    const parsed = this.#definition.settingsSchema.safeParse(settings);
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      this.#problem = `The settings do not fit: ${fields.join('; ')}`;
      return undefined;
    }
    const password: Secret | undefined =
      login === undefined
        ? undefined
        : await openBox([this.#keys.recipient], 'service-login', Buffer.from(login, 'base64'));
    const inner = this.#definition.create(parsed.data, password === undefined ? {} : { password });
    this.#problem = undefined;
    return withDeadline(withMetrics(withRedaction(inner, password), this.name, this.#parts.callMetrics));
  }

  #makeConsumer(): DeliveryConsumer {
    const { kafka, publisher, service, outbox, observer } = this.#parts;
    return new DeliveryConsumer({
      kafka,
      publisher,
      service,
      outbox,
      observer: observer(this.name),
      adapter: this.name,
      maximumPending: this.#configured.limits.maximumPending,
      facts: () => this.#deliveryFacts(),
    });
  }

  #deliveryFacts(): DeliveryFacts | undefined {
    const target = this.#target;
    if (target === undefined || this.#configured.state !== 'enabled') return undefined;
    return {
      adapter: this.name,
      target,
      epochs: this.#epochs,
      callTimeout: this.#configured.limits.callTimeout,
      now: () => this.#parts.publisher.clock.now(),
    };
  }

  #makeDrain(): CaptureDrain {
    const { publisher, log } = this.#parts;
    const bootId = readBootId();
    return new CaptureDrain({
      directory: this.#spool,
      publisher,
      log,
      target: () => this.#target,
      toMessage: (record) =>
        toCaptureMessage(record, {
          adapter: this.name,
          signing: this.#keys.signing,
          captures: this.#configured.captures,
          clock: publisher.clock,
          bootId,
        }),
      decided: (record, decision) => this.#recordDecided(record, decision),
    });
  }

  #makeWatch(): CaptureWatch {
    const { events, log } = this.#parts;
    return new CaptureWatch({
      adapter: this.name,
      depth: () => this.#drain.depth(),
      shimAnswers: () => shimAnswers(this.#spool),
      events,
      log,
    });
  }

  #recordDecided({ trackingId, account, capturedAt }: SpoolRecord, decision: string): void {
    this.#parts.events.record('ENTSYNC_INFO_CAPTURE_UNDECIDED', {
      trackingId,
      system: this.name,
      account,
      parameters: {
        source: this.name,
        account,
        decision,
        secondsAgo: Math.round((Date.now() * MICROS_PER_MILLISECOND - capturedAt) / 1e6),
      },
    });
  }
}
