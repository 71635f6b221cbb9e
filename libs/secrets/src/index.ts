export { AtRestCipher, type DataKey } from './at-rest.ts';
export { openCapture, sealCapture, type CaptureContext, type CapturedPasswords } from './captured-password.ts';
export { openDelivery, sealDelivery, type DeliveredPasswords, type DeliveryContext } from './delivery-sealing.ts';
export { fingerprintOf } from './fingerprint.ts';
export { loadIdentity, saveIdentity, type Identity, type IdentityRole } from './identity.ts';
export { readKeyFile, writeKeyFile } from './key-file.ts';
export { MasterSecret, type MasterSecretFile } from './master-secret.ts';
export { BackupError, makeBackup, openBackup, type MasterSecretBackup } from './master-secret-backup.ts';
export {
  checkMac,
  checkSignature,
  deriveMacKey,
  macRecord,
  signerOf,
  signRecord,
  type AuthenticatedRecord,
} from './message-authentication.ts';
export { generateKey, generateToken, newId } from './random.ts';
export {
  exportRecipientKey,
  generateRecipientKey,
  importRecipient,
  importRecipientKey,
  type Recipient,
  type RecipientKeyPair,
} from './recipient-key.ts';
export { scramSha256Verifier } from './scram-verifier.ts';
export { openBox, sealTo, type SealPurpose } from './sealed-box.ts';
export { CannotOpenError, KeyFileError, NotAuthenticError } from './secrets.errors.ts';
export {
  generateSigningKey,
  importSigningKey,
  importVerifyingKey,
  type SigningKey,
  type VerifyingKey,
} from './signing-key.ts';
export { contentDigest, sameToken, tokenHash } from './token.ts';
