import { existsSync } from 'node:fs';
import path from 'node:path';

import { writeKeyFile } from '@entsync/secrets';

import { RefusedError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { obtainNewPassword } from '../passwords/obtain-password.ts';
import { loadRecipient, sealPassword } from '../passwords/seal-password.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';

interface Shown {
  readonly json: boolean;
}

/** Which master secret is in use, and whether it has a backup. */
export async function showSecret(session: Session, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const answer = await (await session.installation()).store().secret();
  if (json) screen.printJson(answer);
  else {
    screen.print(
      `Master secret ${printable(answer.msid)}: ${answer.isBackedUp ? 'it has been backed up.' : 'no backup.'}`,
    );
    if (answer.warning !== undefined) screen.note(`${screen.paint('warning', '!')} ${printable(answer.warning)}`);
  }
  return EXIT.done;
}

export interface BackupOptions {
  readonly reminder: string;
  readonly force: boolean;
}

/** Writes the master secret, encrypted under a password, to a file that only its owner can read. */
export async function backupSecret(
  session: Session,
  file: string,
  { reminder, force }: BackupOptions,
): Promise<ExitCode> {
  const target = path.resolve(file);
  if (existsSync(target) && !force) {
    throw new RefusedError(
      `${file} is there already, and may be the backup of another secret; choose another file, or add --force`,
    );
  }
  const store = (await session.installation()).store();
  const recipient = await loadRecipient(store);
  const password = await obtainNewPassword(session, 'Password of the backup');
  writeKeyFile(target, await store.backupSecret(await sealPassword(recipient, password), reminder));
  session.screen.print(`The master secret is in ${printable(target)}, encrypted.`);
  session.screen.note('Keep the file and its password apart from each other, and from this machine.');
  return EXIT.done;
}
