import { rm, writeFile } from 'node:fs/promises';

import { EngineError } from '../engine-error.ts';
import { exists } from '../files/exists.ts';
import { runTool } from '../process/run-tool.ts';

const APT = '/usr/bin/apt-get';
const POLICY = '/usr/sbin/policy-rc.d';
const LOCK_TIMEOUT_SECONDS = 300;
const NEVER_START = '#!/bin/sh\nexit 101\n';

/**
 * Installs what is missing of `names`, without questions and without starting any daemon. Needs root on Debian or a relative of it;
 * otherwise, and when it fails, rejects with ENTSYNC_PACKAGES_MISSING and says what to run.
 */
export async function installDebianPackages(
  names: readonly string[],
  onProgress?: (message: string) => void,
): Promise<void> {
  const missing = await findMissing(names);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !(await exists(APT))) throw packagesMissing(missing);
  onProgress?.(`Installing ${missing.join(', ')} with apt-get`);
  await withoutDaemons(async () => {
    await aptGet('update');
    await aptGet('install', '--no-install-recommends', ...missing);
  }).catch((cause: unknown) => {
    throw packagesMissing(missing, cause);
  });
  onProgress?.(`Installed ${missing.join(', ')}`);
}

async function findMissing(names: readonly string[]): Promise<string[]> {
  const present = await Promise.all(names.map(isInstalled));
  return names.filter((_, index) => present[index] === false);
}

async function isInstalled(name: string): Promise<boolean> {
  const answer = await runTool('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]).catch(() => undefined);
  return answer?.stdout === 'installed';
}

/** What Debian's own tools ask before they start a daemon. An administrator's answer, where there is one, stays. */
async function withoutDaemons(work: () => Promise<void>): Promise<void> {
  if (await exists(POLICY)) return work();
  await writeFile(POLICY, NEVER_START, { mode: 0o755, flag: 'wx' });
  try {
    await work();
  } finally {
    await rm(POLICY, { force: true });
  }
}

async function aptGet(...args: readonly string[]): Promise<void> {
  const unattended = ['-q', '-y', '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_SECONDS}`];
  await runTool('env', ['DEBIAN_FRONTEND=noninteractive', APT, ...unattended, ...args]);
}

function packagesMissing(names: readonly string[], cause?: unknown): EngineError {
  const message = `Packages are missing: run, as root: apt-get install ${names.join(' ')}`;
  const logTail = cause instanceof EngineError ? cause.logTail : undefined;
  return new EngineError('ENTSYNC_PACKAGES_MISSING', message, { cause, ...(logTail === undefined ? {} : { logTail }) });
}
