import type { CapturedPasswords } from '@entsync/secrets';

import { checkPassword } from '../passwords/check-password.ts';
import { readStandardInput } from '../passwords/read-standard-input.ts';
import { splitLines } from '../passwords/split-lines.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';

/** The new password and, where it is wanted, the old one: asked for, or the lines of standard input in this order. */
export async function obtainPasswords(
  session: Session,
  account: string,
  isOldWanted: boolean,
): Promise<CapturedPasswords> {
  const [newPassword, oldPassword] = session.isInteractive
    ? await askPasswords(account, isOldWanted)
    : splitLines(await readStandardInput(), isOldWanted ? 2 : 1);
  if (newPassword === undefined) throw new TypeError('A password was wanted, and none was there.');
  checkPassword(newPassword);
  return oldPassword === undefined ? { newPassword } : { newPassword, oldPassword };
}

async function askPasswords(
  account: string,
  isOldWanted: boolean,
): Promise<[CapturedPasswords['newPassword'], CapturedPasswords['oldPassword']?]> {
  const { askNewPassword, askPassword } = await import('../passwords/ask-password.ts');
  const newPassword = await askNewPassword(`New password of ${printable(account)}`);
  if (!isOldWanted) return [newPassword];
  return [newPassword, await askPassword(`Old password of ${printable(account)}`)];
}
