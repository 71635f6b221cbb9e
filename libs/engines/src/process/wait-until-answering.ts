import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { EngineError } from '../engine-error.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { isDiskFull } from './full-disk.ts';
import { readLogTail } from './read-log-tail.ts';

const POLL_MILLISECONDS = 25;
/** Recovery after a crash, on a slow disk, is the longest start there is. */
const LIMIT_MILLISECONDS = 180_000;

export interface AwaitedServer {
  readonly name: string;
  readonly folder: string;
  readonly logFile: string;
  readonly answers: () => Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** Resolves when the server answers; rejects with the signal's reason when it is aborted. `logStart` is the byte in its log at which this start begins. */
export async function waitUntilAnswering(server: AwaitedServer, child: ChildProcess, logStart: number): Promise<void> {
  const deadline = performance.now() + LIMIT_MILLISECONDS;
  while (!(await server.answers())) {
    server.signal?.throwIfAborted();
    await checkAlive(server, child, logStart);
    if (performance.now() > deadline) throw timeout(server, await readLogTail(server.logFile, logStart));
    await sleep(POLL_MILLISECONDS);
  }
  // Somebody else may have answered, on a port that was free a moment ago.
  await checkAlive(server, child, logStart);
}

async function checkAlive(
  { name, folder, logFile }: AwaitedServer,
  child: ChildProcess,
  logStart: number,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) return;
  const manner = child.signalCode ?? `exit code ${child.exitCode}`;
  const [logTail, diskFull] = await Promise.all([readLogTail(logFile, logStart), isDiskFull(folder)]);
  throw causeOfDeath({ name, logFile, logTail, manner, diskFull });
}

function timeout({ name, logFile }: AwaitedServer, logTail: string): EngineError {
  const seconds = LIMIT_MILLISECONDS / 1_000;
  const message = `${name} gave no answer in ${seconds} s: read why in ${logFile}.`;
  return new EngineError('ENTSYNC_ENGINE_TIMEOUT', message, { logTail });
}
