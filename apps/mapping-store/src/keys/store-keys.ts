import { Secret } from '@entsync/domain';
import {
  AtRestCipher,
  deriveMacKey,
  exportRecipientKey,
  generateKey,
  generateRecipientKey,
  generateSigningKey,
  importRecipientKey,
  importSigningKey,
  type DataKey,
  type MasterSecret,
  type RecipientKeyPair,
  type SigningKey,
} from '@entsync/secrets';
import type { DataSource } from 'typeorm';

type KeyPurpose = 'data' | 'fingerprint' | 'signing' | 'recipient' | 'router-link';

interface KeyRow {
  readonly purpose: KeyPurpose;
  readonly name: string;
  readonly wrapped: Buffer;
}

/** The keys that the store holds; in the database each is wrapped by the master secret. */
export class StoreKeys {
  readonly #source: DataSource;
  readonly #master: MasterSecret;
  #cipher: AtRestCipher | undefined;
  #fingerprint: Secret | undefined;
  #signing: SigningKey | undefined;
  #recipients: RecipientKeyPair[] = [];
  #routerLink: Secret | undefined;
  #deliveryMac: Secret | undefined;
  #routerAnswer: Secret | undefined;

  constructor(source: DataSource, master: MasterSecret) {
    this.#source = source;
    this.#master = master;
  }

  /** Makes what is missing (on a first start: everything) and loads the rest. Rejects when the database belongs to another master secret. */
  async load(): Promise<void> {
    const rows = await this.#rows();
    const ofPurpose = (purpose: KeyPurpose): KeyRow[] => rows.filter((row) => row.purpose === purpose);
    await this.#loadDataKeys(ofPurpose('data'));
    this.#fingerprint = await this.#one('fingerprint', '1', ofPurpose('fingerprint'), () =>
      Promise.resolve(generateKey()),
    );
    const seed = await this.#one('signing', '1', ofPurpose('signing'), () =>
      Promise.resolve(generateSigningKey().export()),
    );
    this.#signing = importSigningKey(seed);
    await this.#loadRecipients(ofPurpose('recipient'));
    this.#routerLink = await this.#one('router-link', '1', ofPurpose('router-link'), () =>
      Promise.resolve(generateKey()),
    );
    this.#deliveryMac = deriveMacKey(this.#routerLink, 'delivery');
    this.#routerAnswer = deriveMacKey(this.#routerLink, 'router-answer');
  }

  get cipher(): AtRestCipher {
    return loaded(this.#cipher);
  }

  /** L11: not derived from the master secret. */
  get fingerprintKey(): Secret {
    return loaded(this.#fingerprint);
  }

  get signing(): SigningKey {
    return loaded(this.#signing);
  }

  /** The newest first: captures are sealed to it. */
  get recipients(): readonly RecipientKeyPair[] {
    return this.#recipients;
  }

  /** The key that the store shares with its routers. */
  get routerLink(): Secret {
    return loaded(this.#routerLink);
  }

  /** Proves the store's deliveries to the routers. */
  get deliveryMacKey(): Secret {
    return loaded(this.#deliveryMac);
  }

  /** Proves the routers' answers to the store. */
  get routerAnswerKey(): Secret {
    return loaded(this.#routerAnswer);
  }

  async #loadDataKeys(rows: readonly KeyRow[]): Promise<void> {
    if (rows.length === 0) await this.#insert('data', '1', generateKey());
    const all = rows.length === 0 ? (await this.#rows()).filter(({ purpose }) => purpose === 'data') : rows;
    const keys: DataKey[] = all.map((row) => ({ id: Number(row.name), key: this.#unwrap(row) }));
    this.#cipher = new AtRestCipher(keys);
  }

  async #loadRecipients(rows: readonly KeyRow[]): Promise<void> {
    if (rows.length === 0) {
      const pair = await generateRecipientKey();
      await this.#insert('recipient', pair.keyId, await exportRecipientKey(pair), pair.publicKey);
      this.#recipients = [pair];
      return;
    }
    const pairs = await Promise.all(rows.map((row) => importRecipientKey(this.#unwrap(row))));
    this.#recipients = pairs.toReversed();
  }

  async #one(purpose: KeyPurpose, name: string, rows: readonly KeyRow[], make: () => Promise<Secret>): Promise<Secret> {
    const [row] = rows;
    if (row !== undefined) return this.#unwrap(row);
    const made = await make();
    await this.#insert(purpose, name, made);
    return made;
  }

  async #insert(purpose: KeyPurpose, name: string, key: Secret, publicKey?: Uint8Array): Promise<void> {
    await this.#source.query(
      `insert into keys (purpose, name, public_key, wrapped, created_at) values ($1, $2, $3, $4, now())
       on conflict (purpose, name) do update set wrapped = excluded.wrapped`,
      [
        purpose,
        name,
        publicKey === undefined ? null : Buffer.from(publicKey),
        this.#master.wrap(`${purpose}/${name}`, key),
      ],
    );
  }

  #unwrap({ purpose, name, wrapped }: KeyRow): Secret {
    return this.#master.unwrap(`${purpose}/${name}`, wrapped);
  }

  #rows(): Promise<KeyRow[]> {
    return this.#source.query('select purpose, name, wrapped from keys order by id');
  }
}

function loaded<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The keys of the store are not loaded yet.');
  return value;
}
