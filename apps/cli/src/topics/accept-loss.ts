import { MissingRecordsClient, type Installation, type MissingRecordsAnswer } from '@entsync/api-client';

import { UsageError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';

/** Shows what is gone, asks, and lets the services that wait for it go on. */
export async function acceptLoss(session: Session, topic: string, isAgreed: boolean): Promise<ExitCode> {
  const { screen } = session;
  const waiting = await findWaiting(await session.installation(), topic);
  if (waiting.length === 0) {
    screen.print(`No service waits because records of ${printable(topic)} are gone.`);
    return EXIT.done;
  }
  for (const { service, missing } of waiting) {
    for (const { partition, count, from } of missing)
      screen.print(`${service}: ${count} records are gone from the ${from} of partition ${partition}`);
  }
  if (!isAgreed && !session.isInteractive) throw new UsageError('Nobody is there to confirm the loss; add --yes');
  if (!isAgreed && !(await confirm('Go on without them?'))) return EXIT.failed;
  for (const { service, client } of waiting) {
    await client.accept(topic);
    screen.print(`${service} goes on.`);
  }
  return EXIT.done;
}

interface Waiting {
  readonly service: string;
  readonly client: MissingRecordsClient;
  readonly missing: readonly MissingRecordsAnswer[];
}

async function findWaiting(installation: Installation, topic: string): Promise<Waiting[]> {
  const services = Object.keys(installation.run.services);
  const asked = await Promise.all(
    services.map(async (service) => {
      const client = new MissingRecordsClient(installation.client(service));
      const missing = (await client.list()).filter((each) => each.topic === topic);
      return { service, client, missing };
    }),
  );
  return asked.filter(({ missing }) => missing.length > 0);
}
