import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Engine } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { checkPortsFree } from '../network/is-port-free.ts';
import type { Account } from './account.ts';
import { checkNotRunning } from './check-not-running.ts';
import { CLEAN_ENVIRONMENT } from './clean-environment.ts';
import { guardAgainstOrphans } from './guard-against-orphans.ts';
import { writePidFile, type StopSignal } from './pid-file.ts';
import { waitUntilAnswering } from './wait-until-answering.ts';

const GRACE_MILLISECONDS = 20_000;

/** A server that is about to be started. */
export interface ServerPlan {
  /** For messages: `Kafka`. */
  readonly name: string;
  /** Absolute. */
  readonly command: string;
  /** They name the data folder, by which a leftover is recognised. No secret: anybody can read them. */
  readonly args: readonly string[];
  /** Where it runs, and where it leaves its core dumps. */
  readonly folder: string;
  /** What it sees of an environment beyond a bare one. No secret: anybody of the same account can read it. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly account?: Account | undefined;
  readonly pidFile: string;
  readonly logFile: string;
  readonly ports: readonly number[];
  readonly stopSignal: StopSignal;
  /** Milliseconds between asking it to end and insisting; 20 s when not given. */
  readonly grace?: number;
  /** Gives the start up; the server that was starting is ended. */
  readonly signal?: AbortSignal;
  /** Makes what the server needs, after it is clear that no other one is in the way. */
  readonly prepare: () => Promise<void>;
  /** Whether it does its work already. A rejection gives the start up. */
  readonly answers: () => Promise<boolean>;
}

/**
 * Starts a server in a session of its own and waits until it answers. If it does not, nothing is left running.
 *
 * Rejects with ENTSYNC_ENGINE_RUNNING, _PORT_TAKEN, _DISK_FULL, _ENGINE_DIED, _ENGINE_TIMEOUT, or with what `answers` rejects with.
 */
export async function startServer(plan: ServerPlan): Promise<Engine> {
  await checkNotRunning(plan.pidFile);
  await checkPortsFree(plan.ports);
  await plan.prepare();
  await mkdir(dirname(plan.logFile), { recursive: true });
  const log = await open(plan.logFile, 'a', 0o600);
  try {
    const { size } = await log.stat();
    const child = await launch(plan, log);
    return await makeEngine(plan, child, size);
  } finally {
    await log.close();
  }
}

async function launch(plan: ServerPlan, log: FileHandle): Promise<ChildProcess> {
  const child = spawn(plan.command, plan.args, {
    cwd: plan.folder,
    env: { ...CLEAN_ENVIRONMENT, ...plan.environment },
    stdio: ['ignore', log.fd, log.fd],
    // A session of its own: Ctrl-C in the terminal is for us, and we decide in which order servers end.
    detached: true,
    ...plan.account,
  });
  guardAgainstOrphans(child, plan.stopSignal);
  await once(child, 'spawn').catch((cause: unknown) => {
    throw new EngineError('ENTSYNC_ENGINE_DIED', `${plan.name} cannot be started: check ${plan.command}.`, { cause });
  });
  return child;
}

async function makeEngine(plan: ServerPlan, child: ChildProcess, logStart: number): Promise<Engine> {
  const { name, stopSignal, pidFile, grace = GRACE_MILLISECONDS } = plan;
  const pid = child.pid ?? 0;
  const exited = untilExit(child).then(() => rm(pidFile, { force: true }).catch(() => undefined));
  let stopping: Promise<void> | undefined;
  const engine = { pid, exited, stop: () => (stopping ??= end(child, { stopSignal, grace, exited })) };
  try {
    await writePidFile(pidFile, { name, pid, commandLine: [plan.command, ...plan.args].join(' '), stopSignal });
    await waitUntilAnswering(plan, child, logStart);
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function untilExit(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

interface Ending {
  readonly stopSignal: StopSignal;
  readonly grace: number;
  readonly exited: Promise<void>;
}

async function end(child: ChildProcess, { stopSignal, grace, exited }: Ending): Promise<void> {
  child.kill(stopSignal);
  const insist = setTimeout(() => child.kill('SIGKILL'), grace);
  await exited;
  clearTimeout(insist);
}
