import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

import { Secret, type Edition, type Micros } from '@entsync/domain';

import { lengthPrefixed, LayoutReader, PaddedWriter } from './byte-layout.ts';
import { CannotOpenError } from './secrets.errors.ts';

/** What a delivery is about; all of it is authenticated with the password. */
export interface DeliveryContext extends Edition {
  readonly adapter: string;
  readonly account: string;
  readonly epoch: string;
  readonly publishedAt: Micros;
  readonly expiresAt: Micros;
}

export interface DeliveredPasswords {
  readonly newPassword: Secret;
  readonly oldPassword?: Secret;
}

const BLOCK = 256;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LAYOUT = 1;
const HAS_OLD_PASSWORD = 1;

const identityOf = ({ adapter, account, version, revision }: DeliveryContext): Buffer =>
  lengthPrefixed(adapter, account, `${version.time}`, version.origin, `${version.sequence}`, `${revision}`);

const associatedData = (context: DeliveryContext): Buffer =>
  lengthPrefixed(identityOf(context), context.epoch, `${context.publishedAt}`, `${context.expiresAt}`);

function deliveryKey(epochKey: Secret, context: DeliveryContext): Buffer {
  const info = lengthPrefixed('entsync delivery v1', identityOf(context));
  return epochKey.open((key) => Buffer.from(hkdfSync('sha256', createSecretKey(key), '', info, 32)));
}

/**
 * Seals one edition of a delivery to its adapter: AES-256-GCM under a key derived from the adapter's epoch key and the edition.
 *
 * Layout: nonce (12 bytes), ciphertext, tag (16). Only the store and the adapter know the epoch key.
 */
export function sealDelivery(epochKey: Secret, context: DeliveryContext, passwords: DeliveredPasswords): Uint8Array {
  const { newPassword, oldPassword } = passwords;
  const size = 6 + newPassword.byteLength + (oldPassword?.byteLength ?? 0);
  const writer = new PaddedWriter(size, BLOCK).byte(LAYOUT).byte(oldPassword === undefined ? 0 : HAS_OLD_PASSWORD);
  newPassword.open((bytes) => writer.field(bytes));
  oldPassword?.open((bytes) => writer.field(bytes));
  const plaintext = writer.finish();
  const key = deliveryKey(epochKey, context);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(associatedData(context));
  const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  plaintext.fill(0);
  key.fill(0);
  return sealed;
}

/** Opens what {@link sealDelivery} made. Throws {@link CannotOpenError}. */
export function openDelivery(epochKey: Secret, context: DeliveryContext, sealed: Uint8Array): DeliveredPasswords {
  if (sealed.byteLength <= NONCE_BYTES + TAG_BYTES)
    throw new CannotOpenError('malformed', 'The sealed part is too short.');
  const key = deliveryKey(epochKey, context);
  try {
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(associatedData(context))
      .setAuthTag(sealed.subarray(sealed.byteLength - TAG_BYTES));
    const body = sealed.subarray(NONCE_BYTES, sealed.byteLength - TAG_BYTES);
    const plaintext = Buffer.concat([decipher.update(body), decipher.final()]);
    const passwords = readPasswords(plaintext);
    plaintext.fill(0);
    return passwords;
  } catch (cause) {
    if (cause instanceof CannotOpenError) throw cause;
    throw new CannotOpenError('not-authentic', 'The delivery was changed, or sealed for something else.', cause);
  } finally {
    key.fill(0);
  }
}

function readPasswords(plaintext: Uint8Array): DeliveredPasswords {
  const reader = new LayoutReader(plaintext);
  if (reader.byte() !== LAYOUT) throw new CannotOpenError('malformed', 'The layout of the delivery is not known here.');
  const flags = reader.byte();
  const newPassword = new Secret(new Uint8Array(reader.field()));
  if ((flags & HAS_OLD_PASSWORD) === 0) return { newPassword };
  return { newPassword, oldPassword: new Secret(new Uint8Array(reader.field())) };
}
