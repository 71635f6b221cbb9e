import { Secret } from '@entsync/domain';

import { nativeHpkeSuite } from './native-hpke-suite.ts';
import type { Recipient, RecipientKeyPair } from './recipient-key.ts';
import { CannotOpenError } from './secrets.errors.ts';

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode. The next suite, a hybrid with ML-KEM, will be 2. */
const SUITE_X25519 = 1;
const KEY_ID_BYTES = 8;
const ENC_BYTES = 32;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/** What a box is for. A box that was sealed for one purpose does not open for another. */
export type SealPurpose = 'captured-password' | 'epoch-key' | 'service-login' | 'router-link' | 'administered-password';

const info = (purpose: SealPurpose): Uint8Array => new TextEncoder().encode(`entsync ${purpose} v1`);

/**
 * Seals bytes to a recipient (HPKE base mode, one message a context).
 *
 * Layout: suite (1 byte), key id (8), encapsulated key (32), ciphertext and tag. The first 9 bytes are authenticated as well.
 */
export async function sealTo(recipient: Recipient, purpose: SealPurpose, plaintext: Uint8Array): Promise<Uint8Array> {
  const head = Buffer.concat([Buffer.of(SUITE_X25519), Buffer.from(recipient.keyId, 'base64')]);
  const { encapsulatedSecret, ciphertext } = await nativeHpkeSuite.Seal(recipient.key, plaintext, {
    info: info(purpose),
    aad: head,
  });
  return Buffer.concat([head, encapsulatedSecret, ciphertext]);
}

/** The key id that a box names, in base64. */
export function keyIdOf(box: Uint8Array): string {
  return Buffer.from(box.subarray(1, HEADER_BYTES)).toString('base64');
}

/** Opens a box with one of the keys. Throws {@link CannotOpenError}. */
export async function openBox(
  keys: readonly RecipientKeyPair[],
  purpose: SealPurpose,
  box: Uint8Array,
): Promise<Secret> {
  if (box.byteLength <= HEADER_BYTES + ENC_BYTES)
    throw new CannotOpenError('malformed', 'The sealed part is too short.');
  if (box[0] !== SUITE_X25519) throw new CannotOpenError('unknown-suite', `Suite ${box[0]} is not known here.`);
  const keyId = keyIdOf(box);
  const key = keys.find((each) => each.keyId === keyId);
  if (key === undefined)
    throw new CannotOpenError('unknown-key', `It is sealed to key ${keyId}, which is not held here.`);
  try {
    const plaintext = await nativeHpkeSuite.Open(
      { privateKey: key.privateKey, publicKey: key.key },
      box.subarray(HEADER_BYTES, HEADER_BYTES + ENC_BYTES),
      box.subarray(HEADER_BYTES + ENC_BYTES),
      { info: info(purpose), aad: box.subarray(0, HEADER_BYTES) },
    );
    return new Secret(plaintext);
  } catch (cause) {
    throw new CannotOpenError('not-authentic', 'The sealed part was changed, or sealed for something else.', cause);
  }
}
