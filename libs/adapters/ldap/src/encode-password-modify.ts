import { BerWriter } from 'ldapts';

import type { PasswordChange } from './ldap-client.ts';

/** Of the password modify extended operation (RFC 3062). */
export const PASSWORD_MODIFY_OID = '1.3.6.1.4.1.4203.1.11.1';

const SEQUENCE = 0x30;
const USER_IDENTITY = 0x80;
const OLD_PASSWORD = 0x81;
const NEW_PASSWORD = 0x82;

/** Enough for the tags and lengths of the sequence and its three parts. */
const FRAME_BYTES = 64;

/** `PasswdModifyRequestValue`. The passwords are in it in clear: overwrite it as soon as it is sent. */
export function encodePasswordModify({ dn, oldPassword, newPassword }: PasswordChange): Buffer {
  const identity = Buffer.from(dn);
  // A writer that has to grow would leave a copy of the passwords behind.
  const size = FRAME_BYTES + identity.byteLength + newPassword.byteLength + (oldPassword?.byteLength ?? 0);
  const writer = new BerWriter({ size });
  writer.startSequence(SEQUENCE);
  writer.writeBuffer(identity, USER_IDENTITY);
  oldPassword?.open((bytes) => writer.writeBuffer(asBuffer(bytes), OLD_PASSWORD));
  newPassword.open((bytes) => writer.writeBuffer(asBuffer(bytes), NEW_PASSWORD));
  writer.endSequence();
  return writer.buffer;
}

/** The same memory, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
