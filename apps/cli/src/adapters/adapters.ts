import type { AdapterCheckAnswer, HostClient } from '@entsync/api-client';

import { RefusedError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { renderAdapters } from '../status/render-status.ts';
import { printable } from '../terminal/printable.ts';

interface Shown {
  readonly json: boolean;
}

/** Named adapters, as their hosts report them. */
export async function listAdapters(session: Session, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const services = await (await session.installation()).admin().services();
  const adapters = services.flatMap(({ principal, kind, adapters: hosted }) =>
    hosted.map((adapter) => ({ ...adapter, kind, host: principal })),
  );
  if (json) screen.printJson(adapters);
  else if (adapters.length === 0) screen.print('There is none yet; make one with: entsync apply FILE');
  else screen.print(renderAdapters(adapters, screen));
  return EXIT.done;
}

/** Asks the target whether all is there that the adapter needs. Changes nothing. */
export async function checkAdapter(session: Session, name: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const answer = await askHosts((await session.installation()).hosts(), name);
  if (json) screen.printJson(answer);
  else if (answer.ok) screen.print(`${printable(name)}: its target answers, and its login may do what is needed.`);
  else screen.note(describeProblem(answer));
  return answer.ok ? EXIT.done : EXIT.failed;
}

/** Each kind has a host of its own; whichever runs the adapter answers. */
export async function askHosts(hosts: ReadonlyMap<string, HostClient>, name: string): Promise<AdapterCheckAnswer> {
  const asked = await Promise.allSettled([...hosts.values()].map((host) => host.check(name)));
  const answer = asked.find((each) => each.status === 'fulfilled' && each.value !== undefined);
  if (answer?.status === 'fulfilled' && answer.value !== undefined) return answer.value;
  // It may be run by the very host that does not answer.
  const failure = asked.find((each) => each.status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
  throw new RefusedError(`No host runs an adapter ${name}; entsync adapter list shows those there are.`);
}

function describeProblem({ adapter, problem, code, missingPrivilege }: AdapterCheckAnswer): string {
  const missing = missingPrivilege === undefined ? '' : `\nIts login lacks: ${printable(missingPrivilege)}`;
  return `${printable(adapter)}: ${printable(problem ?? 'it does not work')} (${printable(code ?? '')})${missing}`;
}
