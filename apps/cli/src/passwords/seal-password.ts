import type { StoreClient } from '@entsync/api-client';
import type { Secret } from '@entsync/domain';
import { importRecipient, sealTo, type Recipient } from '@entsync/secrets';

/** The store, as whom passwords are sealed to. */
export async function loadRecipient(store: StoreClient): Promise<Recipient> {
  const { publicKey } = await store.recipient();
  return importRecipient(new Uint8Array(Buffer.from(publicKey, 'base64')));
}

/** Seals a password for administration; in base64. The password is wiped. */
export async function sealPassword(recipient: Recipient, password: Secret): Promise<string> {
  try {
    const sealed = await password.open((bytes) => sealTo(recipient, 'administered-password', bytes));
    return Buffer.from(sealed).toString('base64');
  } finally {
    password.wipe();
  }
}
