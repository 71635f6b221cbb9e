import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { EngineError } from '../engine-error.ts';
import { findLeftover, type ServerRecord } from './pid-file.ts';

const GRACE_MILLISECONDS = 20_000;
const LAST_GRACE_MILLISECONDS = 5_000;
const POLL_MILLISECONDS = 50;

/**
 * Ends the server that a killed parent left behind, if the pid file tells of one that still runs: asks, waits, insists.
 * Resolves when it is gone and the file with it; `true` when there was one.
 */
export async function stopLeftover(pidFile: string): Promise<boolean> {
  const leftover = await findLeftover(pidFile);
  if (leftover !== undefined) await end(pidFile, leftover);
  await rm(pidFile, { force: true });
  return leftover !== undefined;
}

async function end(pidFile: string, leftover: ServerRecord): Promise<void> {
  send(leftover, leftover.stopSignal);
  if (await isGone(pidFile, GRACE_MILLISECONDS)) return;
  send(leftover, 'SIGKILL');
  if (await isGone(pidFile, LAST_GRACE_MILLISECONDS)) return;
  throw new EngineError(
    'ENTSYNC_ENGINE_RUNNING',
    `${leftover.name} (pid ${leftover.pid}) cannot be ended: look at it.`,
  );
}

async function isGone(pidFile: string, within: number): Promise<boolean> {
  const deadline = performance.now() + within;
  while ((await findLeftover(pidFile)) !== undefined) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MILLISECONDS);
  }
  return true;
}

function send({ name, pid }: ServerRecord, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return;
    throw new EngineError(
      'ENTSYNC_ENGINE_RUNNING',
      `${name} (pid ${pid}) belongs to another account: end it as the one that started it.`,
      { cause },
    );
  }
}
