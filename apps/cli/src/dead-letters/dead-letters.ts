import type { DeadLetterFilter } from '@entsync/api-client';

import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { concealSealed } from '../topics/conceal-sealed.ts';
import { renderDeadLetter, renderDeadLetters } from './render-dead-letters.ts';

interface Shown {
  readonly json: boolean;
}

/** Lists what could not be understood or handled. */
export async function listDeadLetters(
  session: Session,
  { json, ...filter }: DeadLetterFilter & Shown,
): Promise<ExitCode> {
  const { screen } = session;
  const letters = await (await session.installation()).admin().deadLetters(filter);
  if (json) screen.printJson(letters);
  else if (letters.length === 0) screen.print('There are none.');
  else screen.print(renderDeadLetters(letters, screen));
  return EXIT.done;
}

export async function showDeadLetter(session: Session, id: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const letter = await (await session.installation()).admin().deadLetter(id);
  if (json) screen.printJson({ ...letter, value: concealSealed(letter.value) });
  else screen.print(renderDeadLetter(letter, screen));
  return EXIT.done;
}

/** Puts records back on their topic, or lets them be. Stops at the first that cannot be. */
export async function settleDeadLetters(
  session: Session,
  ids: readonly string[],
  how: 'replay' | 'discard',
): Promise<ExitCode> {
  const admin = (await session.installation()).admin();
  for (const id of ids) {
    await admin.settleDeadLetter(id, how);
    session.screen.print(`${printable(id)} ${how === 'replay' ? 'is back on its topic.' : 'is discarded.'}`);
  }
  return EXIT.done;
}
