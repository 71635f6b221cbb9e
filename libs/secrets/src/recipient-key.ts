import { createHash } from 'node:crypto';

import { Secret } from '@entsync/domain';

import { nativeHpkeSuite, type NativeKey } from './native-hpke-suite.ts';

/** Whoever passwords can be sealed to. */
export interface Recipient {
  /** The first 8 bytes of SHA-256 over the public key, in base64. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly key: NativeKey;
}

export interface RecipientKeyPair extends Recipient {
  readonly privateKey: NativeKey;
}

export async function generateRecipientKey(): Promise<RecipientKeyPair> {
  const { privateKey, publicKey } = await nativeHpkeSuite.GenerateKeyPair(true);
  return { ...(await recipientOf(publicKey)), privateKey };
}

/** @param publicKey 32 bytes; throws a `DeserializeError` for anything else */
export async function importRecipient(publicKey: Uint8Array): Promise<Recipient> {
  return recipientOf(await nativeHpkeSuite.DeserializePublicKey(publicKey));
}

async function recipientOf(key: NativeKey): Promise<Recipient> {
  const publicKey = await nativeHpkeSuite.SerializePublicKey(key);
  return { keyId: recipientKeyId(publicKey), publicKey, key };
}

export function recipientKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest().subarray(0, 8).toString('base64');
}

/** The private key's 32 bytes followed by the public key's, for keeping in a wrapped or 0600 form. */
export async function exportRecipientKey(pair: RecipientKeyPair): Promise<Secret> {
  const raw = await nativeHpkeSuite.SerializePrivateKey(pair.privateKey);
  const bytes = new Uint8Array(64);
  bytes.set(raw);
  bytes.set(pair.publicKey, 32);
  raw.fill(0);
  return new Secret(bytes);
}

export async function importRecipientKey(exported: Secret): Promise<RecipientKeyPair> {
  const [privateKey, recipient] = await exported.open((bytes) =>
    Promise.all([
      nativeHpkeSuite.DeserializePrivateKey(bytes.slice(0, 32), true),
      importRecipient(bytes.slice(32, 64)),
    ]),
  );
  return { ...recipient, privateKey };
}
