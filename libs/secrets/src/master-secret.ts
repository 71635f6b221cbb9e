import { existsSync } from 'node:fs';

import { Secret } from '@entsync/domain';
import { z } from 'zod';

import { AtRestCipher } from './at-rest.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { generateKey, newId } from './random.ts';
import { KeyFileError } from './secrets.errors.ts';

const storedSecret = z.object({
  msid: z.string(),
  number: z.number().int().min(1),
  secret: z.string(),
  createdAt: z.string(),
});
const masterSecretFile = z.object({
  format: z.literal('entsync-master-secret-1'),
  current: storedSecret,
  previous: storedSecret.optional(),
  backedUpAt: z.string().optional(),
});

export type MasterSecretFile = z.infer<typeof masterSecretFile>;

/** The secret that wraps all data keys: the current one, and the one before it while something is still wrapped by that. */
export class MasterSecret {
  readonly #content: MasterSecretFile;
  readonly #cipher: AtRestCipher;

  private constructor(
    readonly file: string,
    content: MasterSecretFile,
  ) {
    this.#content = content;
    const secrets = content.previous === undefined ? [content.current] : [content.current, content.previous];
    this.#cipher = new AtRestCipher(
      secrets.map(({ number, secret }) => ({
        id: number,
        key: new Secret(new Uint8Array(Buffer.from(secret, 'base64'))),
      })),
    );
  }

  /** Reads the file, or makes it where there is none. */
  static loadOrCreate(file: string, now: Date): MasterSecret {
    if (!existsSync(file)) {
      const secret = generateKey().open((bytes) => Buffer.from(bytes).toString('base64'));
      const current = { msid: newId(), number: 1, secret, createdAt: now.toISOString() };
      writeKeyFile(file, { format: 'entsync-master-secret-1', current } satisfies MasterSecretFile);
    }
    return MasterSecret.load(file);
  }

  /** Throws {@link KeyFileError}. */
  static load(file: string): MasterSecret {
    const parsed = masterSecretFile.safeParse(readKeyFile(file));
    if (!parsed.success) throw new KeyFileError(file, `${file} is no master secret of this version.`);
    return new MasterSecret(file, parsed.data);
  }

  static store(file: string, content: MasterSecretFile): MasterSecret {
    writeKeyFile(file, content);
    return MasterSecret.load(file);
  }

  get msid(): string {
    return this.#content.current.msid;
  }

  get isBackedUp(): boolean {
    return this.#content.backedUpAt !== undefined;
  }

  /** For a backup, which encrypts it again under a password. */
  get content(): MasterSecretFile {
    return this.#content;
  }

  /** Encrypts a key for keeping in the database. */
  wrap(identity: string, key: Secret): Buffer {
    return this.#cipher.encrypt(`wrapped/${identity}`, key);
  }

  /** Throws `CannotOpenError`: the database belongs to another master secret. */
  unwrap(identity: string, wrapped: Uint8Array): Secret {
    return this.#cipher.decrypt(`wrapped/${identity}`, wrapped);
  }
}
