import type { AdapterConfiguredV1 } from '@entsync/contracts';
import type { Secret } from '@entsync/domain';
import { deriveMacKey, openBox, type RecipientKeyPair } from '@entsync/secrets';

interface Epoch {
  readonly key: Secret;
  readonly outcomeKey: Secret;
}

/** The epoch keys of one named adapter, as the store has published them. */
export class EpochRing {
  readonly #epochs = new Map<string, Epoch>();

  /** Opens what is new, and forgets what the store has destroyed. */
  async take(epochs: AdapterConfiguredV1['epochs'], keys: readonly RecipientKeyPair[]): Promise<void> {
    const published = new Set(epochs.map(({ id }) => id));
    for (const { id, sealed } of epochs) {
      if (this.#epochs.has(id)) continue;
      const key = await openBox(keys, 'epoch-key', Buffer.from(sealed, 'base64'));
      this.#epochs.set(id, { key, outcomeKey: deriveMacKey(key, 'outcome') });
    }
    for (const [id, { key, outcomeKey }] of this.#epochs) {
      if (published.has(id)) continue;
      this.#epochs.delete(id);
      key.wipe();
      outcomeKey.wipe();
    }
  }

  key(id: string): Secret | undefined {
    return this.#epochs.get(id)?.key;
  }

  outcomeKey(id: string): Secret | undefined {
    return this.#epochs.get(id)?.outcomeKey;
  }

  get isEmpty(): boolean {
    return this.#epochs.size === 0;
  }
}
