import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { RunFile } from '@entsync/api-client';

import { Home } from './home/home.ts';
import { SupervisorError } from './supervisor-error.ts';

const POLL = 100;

/**
 * Starts a supervisor that goes on when this process has ended, and shows its progress until everything is ready. Rejects when it ends
 * before.
 */
export async function startDetached(
  folder: string,
  args: readonly string[],
  write: (text: string) => void,
): Promise<void> {
  const home = await Home.open(folder);
  const logFile = home.logFile('supervisor');
  const log = await open(logFile, 'a', 0o600);
  const { size } = await log.stat();
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'start', ...args], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await once(child, 'spawn');
  await log.close();
  let shown = size;
  const show = async (): Promise<void> => {
    const text = (await readFile(logFile)).subarray(shown);
    shown += text.byteLength;
    write(text.toString());
  };
  for (;;) {
    await show();
    if (child.exitCode !== null || child.signalCode !== null) {
      await show();
      throw new SupervisorError('ENTSYNC_NOT_READY', `EntSync could not be started; what it said is in ${logFile}.`);
    }
    if (await isReady(home, child.pid)) break;
    await sleep(POLL);
  }
  // The rest of what it says when it is ready.
  await sleep(POLL);
  await show();
  child.unref();
}

async function isReady(home: Home, pid: number | undefined): Promise<boolean> {
  const text = await readFile(home.runFile, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const { state, supervisor } = JSON.parse(text) as RunFile;
  return state === 'ready' && supervisor.pid === pid;
}
