import { setTimeout as sleep } from 'node:timers/promises';

import { readCommandLine } from '../src/process/read-command-line.ts';

/** Whether a process is gone within ten seconds. */
export async function endsSoon(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 200; turn += 1) {
    if ((await readCommandLine(pid)) === undefined) return true;
    await sleep(50);
  }
  return false;
}
