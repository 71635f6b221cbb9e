import {
  CONFIGURATION,
  configurationV1,
  encodeMessage,
  type AdapterConfiguredV1,
  type ConfigurationV1,
} from '@entsync/contracts';
import { MICROS_PER_HOUR, MICROS_PER_SECOND, type Micros } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { importRecipient, newId, sealTo, signRecord, type Recipient, type SealPurpose } from '@entsync/secrets';
import type { DataSource } from 'typeorm';

import type { Adapter } from '../directory/entities.ts';
import { loadDirectory, type Directory } from '../directory/load-directory.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import type { StoreKeys } from '../keys/store-keys.ts';

export interface ConfigurationParts {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly epochs: EpochKeys;
  /** Broker time. */
  readonly now: () => Micros;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
}

const SIGNER = 'store';

/** Publishes what the others must know: signed by the store, keys sealed to whoever may use them. */
export class ConfigurationPublisher {
  readonly #parts: ConfigurationParts;
  /** HPKE seals are kept: the same key to the same recipient need not be sealed again. */
  readonly #sealed = new Map<string, string>();

  constructor(parts: ConfigurationParts) {
    this.#parts = parts;
  }

  /** Everything, or only what concerns some adapters. Makes the epoch keys that are needed now and next. */
  async publish(adapterIds?: readonly number[]): Promise<void> {
    const { source, epochs, now, publish } = this.#parts;
    const directory = await loadDirectory(source.manager);
    const adapters = [...directory.adapters.values()].filter(({ id }) => adapterIds?.includes(id) ?? true);
    const live = adapters.filter(({ deleted }) => !deleted);
    await epochs.ensure(
      live.map(({ id }) => id),
      now(),
    );
    const records = await Promise.all(adapters.map((adapter) => this.#adapter(adapter, directory)));
    const others = adapterIds === undefined ? [await this.#store(directory), ...(await this.#routers())] : [];
    await publish([...others, ...records].map((record) => this.#sign(record)));
  }

  #stamp(): { revision: number; signedAt: Micros } {
    const signedAt = this.#parts.now();
    return { revision: signedAt, signedAt };
  }

  async #store(directory: Directory): Promise<ConfigurationV1> {
    const hooked = (await this.#parts.source.query(
      `select distinct lower(d) as domain from principals, jsonb_array_elements_text(claims -> 'domains') as d
       where role = 'hook' and revoked_at is null`,
    )) as { domain: string }[];
    return {
      kind: 'store',
      ...this.#stamp(),
      recipientKeys: this.#parts.keys.recipients.map(({ keyId, publicKey }) => ({
        keyId,
        publicKey: Buffer.from(publicKey).toString('base64'),
      })),
      syncAge: directory.system.syncAgeHours * MICROS_PER_HOUR,
      hookedDomains: hooked.map(({ domain }) => domain),
    };
  }

  async #adapter(adapter: Adapter, { system }: Directory): Promise<ConfigurationV1> {
    const { name, kind, host, settings, dispatchWindow, maximumPending, callTimeoutSeconds } = adapter;
    const isUsable = system.enabled && adapter.enabled;
    const record: AdapterConfiguredV1 = {
      kind: 'adapter',
      ...this.#stamp(),
      name,
      adapterKind: kind,
      host,
      state: adapter.deleted ? 'deleted' : isUsable ? 'enabled' : 'disabled',
      settings: { ...settings },
      captures: capturesOf(adapter),
      limits: { window: dispatchWindow, maximumPending, callTimeout: callTimeoutSeconds * MICROS_PER_SECOND },
      epochs: [],
    };
    if (adapter.recipientKey === null || adapter.deleted) return record;
    return { ...record, ...(await this.#sealedParts(adapter, await importRecipient(adapter.recipientKey))) };
  }

  async #sealedParts(
    adapter: Adapter,
    recipient: Recipient,
  ): Promise<Pick<AdapterConfiguredV1, 'recipientKeyId' | 'login' | 'epochs'>> {
    const { epochs, keys, now } = this.#parts;
    // What a lane may still hold was sealed no longer ago than the longest age limit.
    const inUse = epochs.inUse(adapter.id, now() - 30 * 24 * MICROS_PER_HOUR);
    const sealedEpochs = await Promise.all(
      inUse.map(async ({ id, startsAt, key }) => ({
        id,
        from: startsAt,
        sealed: await this.#seal(recipient, 'epoch-key', id, () => key.copy()),
      })),
    );
    const { login } = adapter;
    const loginIdentity = `adapters/${adapter.id}/login`;
    return {
      recipientKeyId: recipient.keyId,
      epochs: sealedEpochs,
      ...(login === null
        ? {}
        : {
            login: await this.#seal(recipient, 'service-login', login.toString('base64'), () =>
              keys.cipher.decrypt(loginIdentity, login),
            ),
          }),
    };
  }

  async #seal(
    recipient: Recipient,
    purpose: SealPurpose,
    what: string,
    open: () => ReturnType<StoreKeys['cipher']['decrypt']>,
  ): Promise<string> {
    const cacheKey = `${recipient.keyId}/${purpose}/${what}`;
    const known = this.#sealed.get(cacheKey);
    if (known !== undefined) return known;
    const secret = open();
    const copy = secret.open((bytes) => bytes.slice());
    const sealed = Buffer.from(await sealTo(recipient, purpose, copy)).toString('base64');
    copy.fill(0);
    secret.wipe();
    this.#sealed.set(cacheKey, sealed);
    return sealed;
  }

  async #routers(): Promise<ConfigurationV1[]> {
    const { source, keys } = this.#parts;
    const rows = (await source.query(
      `select name, recipient_key from principals where role = 'router' and revoked_at is null and recipient_key is not null`,
    )) as { name: string; recipient_key: Buffer }[];
    return Promise.all(
      rows.map(async ({ name, recipient_key }) => ({
        kind: 'router' as const,
        ...this.#stamp(),
        principal: name,
        link: await this.#seal(await importRecipient(recipient_key), 'router-link', 'link', () =>
          keys.routerLink.copy(),
        ),
      })),
    );
  }

  #sign(data: ConfigurationV1): OutgoingMessage {
    const message = encodeMessage(configurationV1, {
      id: newId(),
      source: '/entsync/mapping-store',
      time: new Date(this.#parts.now() / 1_000),
      data,
    });
    const record = { topic: CONFIGURATION, ...message };
    return { ...record, headers: { ...message.headers, ...signRecord(SIGNER, this.#parts.keys.signing, record) } };
  }
}

function capturesOf({ syncFromAdapter, changeWindowsPassword }: Adapter): AdapterConfiguredV1['captures'] {
  if (!syncFromAdapter) return 'nothing';
  return changeWindowsPassword ? 'full' : 'partial';
}
