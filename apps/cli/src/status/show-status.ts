import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { decideWarnings } from './decide-warnings.ts';
import { loadStatus, type SystemStatus } from './load-status.ts';
import { renderStatus } from './render-status.ts';

/** Shows what runs and how it is. Fails when something that should run does not do its job. */
export async function showStatus(session: Session, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const { screen } = session;
  const status = await loadStatus(await session.installation());
  const warnings = decideWarnings(status, Date.now() * 1_000);
  if (json) screen.printJson({ ...status, warnings });
  else screen.print(renderStatus(status, warnings, screen));
  return isWorking(status) ? EXIT.done : EXIT.failed;
}

function isWorking({ services, processes }: SystemStatus): boolean {
  return services.every(({ state }) => state === 'ready') && processes.every(({ runs }) => runs);
}
