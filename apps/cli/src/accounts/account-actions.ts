import { EXIT, type ExitCode } from '../exit-code.ts';
import { obtainKnownPassword } from '../passwords/obtain-password.ts';
import { loadRecipient, sealPassword } from '../passwords/seal-password.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { quoteArgument } from './quote-argument.ts';

interface Shown {
  readonly json: boolean;
}

/** What is parked, or held for its clock, goes on. */
export async function retryAccount(session: Session, account: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const answer = await (await session.installation()).store().retry(account);
  if (json) screen.printJson(answer);
  else if (answer.released === 0) screen.print(`Nothing is parked at ${printable(account)}.`);
  else screen.print(`${counted(answer.released)} on again. Follow it: entsync explain ${quoteArgument(account)}`);
  return EXIT.done;
}

/** What is owed is not wanted any more. */
export async function dropAccount(session: Session, account: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const answer = await (await session.installation()).store().drop(account);
  if (json) screen.printJson(answer);
  else if (answer.dropped === 0) screen.print(`Nothing is owed to ${printable(account)}.`);
  else screen.print(`${answer.dropped} dropped, with the passwords that were kept for it.`);
  return EXIT.done;
}

/** Tells the store which password an account has. */
export async function setCredentials(session: Session, account: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const store = (await session.installation()).store();
  // Before anybody types a password: whether there is anybody to keep it for.
  const recipient = await loadRecipient(store);
  await store.people(account);
  const password = await obtainKnownPassword(session, `Password that ${printable(account)} has now`);
  const answer = await store.setCredentials(account, await sealPassword(recipient, password));
  if (json) screen.printJson(answer);
  else screen.print(`The password of ${printable(account)} is stored.`);
  return EXIT.done;
}

function counted(count: number): string {
  return count === 1 ? 'One delivery or change goes' : `${count} deliveries or changes go`;
}
