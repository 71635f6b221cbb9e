import path from 'node:path';

import {
  CONFIGURATION,
  configurationV1,
  decodeMessage,
  DELIVERY_OUTCOMES,
  deliverySettledV1,
  encodeMessage,
  type AdapterConfiguredV1,
  type DeliverPasswordV1,
  type DeliverySettledV1,
} from '@entsync/contracts';
import { Secret } from '@entsync/domain';
import { readTopic, type OutgoingMessage } from '@entsync/messaging';
import {
  deriveMacKey,
  importRecipientKey,
  importSigningKey,
  macRecord,
  newId,
  openBox,
  openDelivery,
  readKeyFile,
  type DeliveredPasswords,
  type Recipient,
  type RecipientKeyPair,
} from '@entsync/secrets';

import { ChangeSource } from './change-source.ts';

type Kafka = Parameters<typeof readTopic>[0];

/** What an outcome says beside what the delivery says of itself. */
export type OutcomeFacts =
  | Pick<Extract<DeliverySettledV1, { outcome: 'applied' }>, 'outcome' | 'startedAt' | 'endedAt'>
  | Pick<
      Extract<DeliverySettledV1, { outcome: 'failed' }>,
      'outcome' | 'failure' | 'errorCode' | 'reason' | 'startedAt' | 'endedAt'
    >;

/** Speaks for a named adapter, with the keys that its host keeps. */
export class AdapterVoice {
  readonly adapter: string;
  /** Reports what was changed at the adapter's target. */
  readonly source: ChangeSource;
  readonly #kafka: Kafka;
  readonly #recipientKey: RecipientKeyPair;

  private constructor(kafka: Kafka, adapter: string, source: ChangeSource, recipientKey: RecipientKeyPair) {
    this.#kafka = kafka;
    this.adapter = adapter;
    this.source = source;
    this.#recipientKey = recipientKey;
  }

  /** @param store whom captures are sealed to */
  static async load(kafka: Kafka, home: string, adapter: string, store: Recipient): Promise<AdapterVoice> {
    const keys = readKeyFile(path.join(home, 'keys', `${adapter}.json`)) as Record<
      'signingKey' | 'recipientKey',
      string
    >;
    const source = new ChangeSource(`adapter.${adapter}`, importSigningKey(secretOf(keys.signingKey)), store);
    return new AdapterVoice(kafka, adapter, source, await importRecipientKey(secretOf(keys.recipientKey)));
  }

  /** What the store has sealed in a delivery. */
  async open(delivery: DeliverPasswordV1): Promise<DeliveredPasswords> {
    const key = await this.#epochKey(delivery.epoch);
    return openDelivery(key, delivery, Buffer.from(delivery.sealed, 'base64'));
  }

  /** What became of a delivery, as the adapter's host would tell it. */
  async outcome(delivery: DeliverPasswordV1, facts: OutcomeFacts): Promise<OutgoingMessage> {
    const record = outcomeRecord(delivery, facts);
    const key = deriveMacKey(await this.#epochKey(delivery.epoch), 'outcome');
    return { ...record, headers: { ...record.headers, ...macRecord(key, record) } };
  }

  async #epochKey(id: string): Promise<Secret> {
    const { epochs } = await this.#configuration();
    const epoch = epochs.find((each) => each.id === id);
    if (epoch === undefined) throw new Error(`${this.adapter} was not told of the epoch ${id}.`);
    return openBox([this.#recipientKey], 'epoch-key', Buffer.from(epoch.sealed, 'base64'));
  }

  async #configuration(): Promise<AdapterConfiguredV1> {
    let newest: AdapterConfiguredV1 | undefined;
    await readTopic(this.#kafka, { topic: CONFIGURATION, reader: `flows.${newId()}` }, (record) => {
      const { data } = decodeMessage([configurationV1], record);
      if (data.kind === 'adapter' && data.name === this.adapter) newest = data;
    });
    if (newest === undefined) throw new Error(`${this.adapter} is not configured.`);
    return newest;
  }
}

/** An outcome that nothing proves. */
export function outcomeRecord(delivery: DeliverPasswordV1, facts: OutcomeFacts): OutgoingMessage {
  const { adapter, account, trackingId, version, revision, epoch } = delivery;
  const message = encodeMessage(deliverySettledV1, {
    id: newId(),
    source: `/entsync/adapter.${adapter}`,
    time: new Date(),
    data: { adapter, account, trackingId, version, revision, epoch, dispatchId: newId(), attempt: 1, ...facts },
  });
  return { topic: DELIVERY_OUTCOMES, ...message };
}

function secretOf(base64: string): Secret {
  return new Secret(new Uint8Array(Buffer.from(base64, 'base64')));
}
