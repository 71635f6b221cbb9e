import { findLeftover, readCommandLine, writePidFile } from '@entsync/engines';

import { SupervisorError } from '../supervisor-error.ts';
import type { Home } from './home.ts';

/** Makes this process the one that runs the installation. Throws ENTSYNC_HOME_IN_USE while another one does. */
export async function claimHome(home: Home): Promise<void> {
  const other = await findLeftover(home.pidFile);
  if (other !== undefined && other.pid !== process.pid) {
    throw new SupervisorError(
      'ENTSYNC_HOME_IN_USE',
      `EntSync runs in ${home.folder} already (pid ${other.pid}); stop it with: npm stop`,
    );
  }
  await writePidFile(home.pidFile, {
    name: 'EntSync',
    pid: process.pid,
    commandLine: (await readCommandLine(process.pid)) ?? '',
    stopSignal: 'SIGTERM',
  });
}
