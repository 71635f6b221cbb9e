import {
  generateRecipientKey,
  generateSigningKey,
  importVerifyingKey,
  saveIdentity,
  type Identity,
  type IdentityRole,
} from '@entsync/secrets';

import { ServiceError, type ServiceClient } from './service-client.ts';

export interface TokenRequest {
  readonly role: IdentityRole;
  readonly name: string;
  readonly domains?: readonly string[];
  readonly kind?: string;
}

interface Enrolled {
  readonly principal: string;
  readonly role: IdentityRole;
  readonly storeKey: string;
}

/** Makes a one-time token. Asks for the administrator's token. */
export async function makeEnrolmentToken(store: ServiceClient, request: TokenRequest): Promise<string> {
  const { token } = await store.post<{ token: string }>('/admin/enrolments', request);
  return token;
}

/**
 * Uses a one-time token: makes keys here, tells the store the public ones, and writes the identity to `file`. The token names the store's key,
 * so that nobody else can answer in its place.
 */
export async function enrol(store: ServiceClient, token: string, file: string): Promise<Identity> {
  const signing = generateSigningKey();
  const recipient = await generateRecipientKey();
  const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const enrolled = await store.post<Enrolled>('/enrol', {
    token,
    signingKey: toBase64(signing.publicKey),
    recipientKey: toBase64(recipient.publicKey),
  });
  const storeKey = new Uint8Array(Buffer.from(enrolled.storeKey, 'base64'));
  const expected = token.split('.')[1] ?? '';
  if (Buffer.from(storeKey).toString('base64url') !== expected) {
    throw new ServiceError(
      0,
      'ENTSYNC_STORE_UNKNOWN',
      'Whoever answered is not the store that the token came from; nothing was written.',
    );
  }
  const identity: Identity = {
    principal: enrolled.principal,
    role: enrolled.role,
    signing,
    recipient,
    store: importVerifyingKey(storeKey),
  };
  await saveIdentity(file, identity);
  return identity;
}
