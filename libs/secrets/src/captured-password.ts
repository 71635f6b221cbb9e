import { Secret, type Micros } from '@entsync/domain';

import { LayoutReader, PaddedWriter } from './byte-layout.ts';
import type { Recipient, RecipientKeyPair } from './recipient-key.ts';
import { openBox, sealTo } from './sealed-box.ts';
import { CannotOpenError } from './secrets.errors.ts';

/** What a captured password is about. Sealed with it, so that it cannot be passed off as another account's or another time's. */
export interface CaptureContext {
  /** `windows`, or the adapter's name. */
  readonly system: string;
  /** As the message around it names the account. */
  readonly account: string;
  readonly origin: string;
  readonly sequence: number;
  /** By the origin's own clock. */
  readonly capturedAt: Micros;
}

export interface CapturedPasswords {
  readonly newPassword: Secret;
  readonly oldPassword?: Secret;
}

const LAYOUT = 1;
const BLOCK = 256;
const HAS_OLD_PASSWORD = 1;
/** For capture code that must not convert: the Windows notification package. */
const IS_UTF16LE = 2;

/** Seals a capture to the store. The layout is documented in docs/reference/sealed-capture.md: other languages write it too. */
export async function sealCapture(
  recipient: Recipient,
  context: CaptureContext,
  passwords: CapturedPasswords,
): Promise<Uint8Array> {
  const { newPassword, oldPassword } = passwords;
  const system = Buffer.from(context.system);
  const account = Buffer.from(context.account);
  const size = 42 + system.length + account.length + newPassword.byteLength + (oldPassword?.byteLength ?? 0);
  const writer = new PaddedWriter(size, BLOCK)
    .byte(LAYOUT)
    .byte(oldPassword === undefined ? 0 : HAS_OLD_PASSWORD)
    .field(system)
    .field(account)
    .raw(Buffer.from(context.origin.replaceAll('-', ''), 'hex'))
    .uint64(context.sequence)
    .uint64(context.capturedAt);
  newPassword.open((bytes) => writer.field(bytes));
  oldPassword?.open((bytes) => writer.field(bytes));
  const plaintext = writer.finish();
  try {
    return await sealTo(recipient, 'captured-password', plaintext);
  } finally {
    plaintext.fill(0);
  }
}

/** Opens a capture and compares it with what the message around it claims. Throws {@link CannotOpenError}. */
export async function openCapture(
  keys: readonly RecipientKeyPair[],
  context: CaptureContext,
  box: Uint8Array,
): Promise<CapturedPasswords> {
  const plaintext = await openBox(keys, 'captured-password', box);
  try {
    return plaintext.open((bytes) => readCapture(bytes, context));
  } finally {
    plaintext.wipe();
  }
}

function readCapture(bytes: Uint8Array, context: CaptureContext): CapturedPasswords {
  const reader = new LayoutReader(bytes);
  if (reader.byte() !== LAYOUT)
    throw new CannotOpenError('malformed', 'The layout of the sealed capture is not known here.');
  const flags = reader.byte();
  checkSame('system', reader.text(), context.system);
  checkSame('account', reader.text(), context.account);
  checkSame('origin', reader.raw(16).toString('hex'), context.origin.replaceAll('-', ''));
  checkSame('sequence', reader.uint64(), context.sequence);
  checkSame('time', reader.uint64(), context.capturedAt);
  const newPassword = readPassword(reader, flags);
  if ((flags & HAS_OLD_PASSWORD) === 0) return { newPassword };
  return { newPassword, oldPassword: readPassword(reader, flags) };
}

function checkSame(what: string, sealed: string | number, claimed: string | number): void {
  if (sealed !== claimed) throw new CannotOpenError('other-context', `It was sealed for another ${what}.`);
}

function readPassword(reader: LayoutReader, flags: number): Secret {
  const bytes = reader.field();
  return new Secret((flags & IS_UTF16LE) === 0 ? new Uint8Array(bytes) : utf8OfUtf16(bytes));
}

function utf8OfUtf16(bytes: Uint8Array): Uint8Array {
  try {
    return new TextEncoder().encode(new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new CannotOpenError('malformed', 'The sealed password is no text in UTF-16.');
  }
}
