import { BerReader } from 'ldapts';

const SEQUENCE = 0x30;
const USER_IDENTITY = 0x80;
const OLD_PASSWORD = 0x81;
const NEW_PASSWORD = 0x82;

/** `PasswdModifyRequestValue` (RFC 3062). The parts are views into the value: copy what is kept. */
export interface PasswordModifyValue {
  readonly userIdentity: Uint8Array | undefined;
  readonly oldPassword: Uint8Array | undefined;
  /** Absent where the server is to make a password up. */
  readonly newPassword: Uint8Array | undefined;
}

/** Undefined for what is not such a value, to the last byte. */
export function decodePasswordModify(value: Uint8Array): PasswordModifyValue | undefined {
  const reader = new BerReader(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  try {
    if (reader.readSequence(SEQUENCE) === null || reader.length !== reader.remain) return undefined;
    const [userIdentity, oldPassword, newPassword] = [USER_IDENTITY, OLD_PASSWORD, NEW_PASSWORD].map((tag) =>
      reader.peek() === tag ? (reader.readString(tag, true) ?? undefined) : undefined,
    );
    return reader.remain === 0 ? { userIdentity, oldPassword, newPassword } : undefined;
  } catch {
    return undefined;
  }
}
