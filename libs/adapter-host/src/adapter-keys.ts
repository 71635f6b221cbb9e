import { existsSync } from 'node:fs';
import path from 'node:path';

import { Secret } from '@entsync/domain';
import {
  exportRecipientKey,
  generateRecipientKey,
  generateSigningKey,
  importRecipientKey,
  importSigningKey,
  KeyFileError,
  readKeyFile,
  writeKeyFile,
  type RecipientKeyPair,
  type SigningKey,
} from '@entsync/secrets';
import { z } from 'zod';

const keysFile = z.object({
  format: z.literal('entsync-adapter-keys-1'),
  recipientKey: z.string(),
  signingKey: z.string(),
});

/** The keys of one named adapter. They belong to its name and never leave its host. */
export interface AdapterKeys {
  readonly recipient: RecipientKeyPair;
  readonly signing: SigningKey;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const secretOf = (text: string): Secret => new Secret(new Uint8Array(Buffer.from(text, 'base64')));

/** Reads the keys of a named adapter, or makes them where there are none. Throws {@link KeyFileError}. */
export async function loadOrMakeAdapterKeys(directory: string, adapter: string): Promise<AdapterKeys> {
  const file = path.join(directory, `${adapter}.json`);
  if (!existsSync(file)) return makeKeys(file);
  const parsed = keysFile.safeParse(readKeyFile(file));
  if (!parsed.success) throw new KeyFileError(file, `${file} does not hold the keys of a named adapter.`);
  return {
    recipient: await importRecipientKey(secretOf(parsed.data.recipientKey)),
    signing: importSigningKey(secretOf(parsed.data.signingKey)),
  };
}

async function makeKeys(file: string): Promise<AdapterKeys> {
  const keys = { recipient: await generateRecipientKey(), signing: generateSigningKey() };
  const exported = await exportRecipientKey(keys.recipient);
  writeKeyFile(file, {
    format: 'entsync-adapter-keys-1',
    recipientKey: exported.open(base64),
    signingKey: keys.signing.export().open(base64),
  });
  exported.wipe();
  return keys;
}
