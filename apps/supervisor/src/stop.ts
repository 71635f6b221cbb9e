import { setTimeout as sleep } from 'node:timers/promises';

import { findLeftover } from '@entsync/engines';

import { Home } from './home/home.ts';
import type { Progress } from './progress.ts';
import { SupervisorError } from './supervisor-error.ts';

const TIMEOUT = 120_000;
const POLL = 100;

/** Asks the supervisor of an installation to end, and waits. Resolves to `false` when none runs. */
export async function stopRunning(folder: string, progress: Progress): Promise<boolean> {
  const { pidFile } = Home.at(folder);
  const supervisor = await findLeftover(pidFile);
  if (supervisor === undefined) return false;
  progress.doing(`stopping EntSync in ${folder} (pid ${supervisor.pid})`);
  process.kill(supervisor.pid, supervisor.stopSignal);
  const deadline = performance.now() + TIMEOUT;
  while ((await findLeftover(pidFile)) !== undefined) {
    if (performance.now() > deadline) {
      throw new SupervisorError(
        'ENTSYNC_STILL_STOPPING',
        `EntSync (pid ${supervisor.pid}) is still stopping after ${TIMEOUT / 1_000} s; see ${Home.at(folder).logFile('supervisor')}.`,
      );
    }
    await sleep(POLL);
  }
  progress.done('EntSync has stopped');
  return true;
}
