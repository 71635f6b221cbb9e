import type { Secret } from '@entsync/domain';

import type { Session } from '../session.ts';
import { checkPassword } from './check-password.ts';
import { readStandardInput } from './read-standard-input.ts';
import { splitLines } from './split-lines.ts';

/** One password: asked for twice where somebody sits, else the one line of standard input. */
export async function obtainNewPassword(session: Session, message: string): Promise<Secret> {
  return obtain(session, async () => (await import('./ask-password.ts')).askNewPassword(message));
}

/** One password that is known already, and so asked for once. */
export async function obtainKnownPassword(session: Session, message: string): Promise<Secret> {
  return obtain(session, async () => (await import('./ask-password.ts')).askPassword(message));
}

async function obtain(session: Session, ask: () => Promise<Secret>): Promise<Secret> {
  const [password] = session.isInteractive ? [await ask()] : splitLines(await readStandardInput(), 1);
  if (password === undefined) throw new TypeError('One password was wanted, and none was there.');
  checkPassword(password);
  return password;
}
