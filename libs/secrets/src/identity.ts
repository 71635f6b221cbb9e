import { Secret } from '@entsync/domain';
import { z } from 'zod';

import { readKeyFile, writeKeyFile } from './key-file.ts';
import { exportRecipientKey, importRecipientKey, type RecipientKeyPair } from './recipient-key.ts';
import { KeyFileError } from './secrets.errors.ts';
import { importSigningKey, importVerifyingKey, type SigningKey, type VerifyingKey } from './signing-key.ts';

const ROLES = ['producer', 'hook', 'host', 'router'] as const;

export type IdentityRole = (typeof ROLES)[number];

const identityFile = z.object({
  format: z.literal('entsync-identity-1'),
  principal: z.string(),
  role: z.enum(ROLES),
  signingKey: z.string(),
  recipientKey: z.string().optional(),
  /** The store's public key, pinned when the identity was made. */
  storeKey: z.string(),
});

/** Who a process is, and whom it believes. Its private keys were made where they are used. */
export interface Identity {
  readonly principal: string;
  readonly role: IdentityRole;
  readonly signing: SigningKey;
  /** For those that something is sealed to: hosts and routers. */
  readonly recipient?: RecipientKeyPair;
  readonly store: VerifyingKey;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Writes an identity to a file that only its owner can read. */
export async function saveIdentity(file: string, identity: Identity): Promise<void> {
  const { principal, role, signing, recipient, store } = identity;
  const exported = recipient === undefined ? undefined : await exportRecipientKey(recipient);
  writeKeyFile(file, {
    format: 'entsync-identity-1',
    principal,
    role,
    signingKey: signing.export().open(base64),
    ...(exported === undefined ? {} : { recipientKey: exported.open(base64) }),
    storeKey: base64(store.publicKey),
  });
  exported?.wipe();
}

/** Throws {@link KeyFileError}. */
export async function loadIdentity(file: string): Promise<Identity> {
  const parsed = identityFile.safeParse(readKeyFile(file));
  if (!parsed.success) throw notAnIdentity(file);
  try {
    return await importIdentity(parsed.data);
  } catch (cause) {
    throw notAnIdentity(file, cause);
  }
}

function notAnIdentity(file: string, cause?: unknown): KeyFileError {
  return new KeyFileError(file, `${file} is no identity; make one with: entsync enroll`, cause);
}

async function importIdentity(content: z.infer<typeof identityFile>): Promise<Identity> {
  const { principal, role, signingKey, recipientKey, storeKey } = content;
  const recipient =
    recipientKey === undefined ? undefined : await importRecipientKey(new Secret(fromBase64(recipientKey)));
  return {
    principal,
    role,
    signing: importSigningKey(new Secret(fromBase64(signingKey))),
    store: importVerifyingKey(fromBase64(storeKey)),
    ...(recipient === undefined ? {} : { recipient }),
  };
}
