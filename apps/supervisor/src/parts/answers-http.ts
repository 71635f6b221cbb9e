import { setTimeout as sleep } from 'node:timers/promises';

import { SupervisorError } from '../supervisor-error.ts';

const REQUEST_TIMEOUT = 2_000;
const READY_TIMEOUT = 120_000;
const POLL = 50;

/** Whether a service lives, whatever it thinks of itself. */
export async function isAlive(url: string): Promise<boolean> {
  const response = await request(url, '/health/live');
  return response?.ok === true;
}

/** Resolves when the service can do its job. Rejects with what it says itself when that takes too long. */
export async function waitUntilReady(name: string, url: string, logFile: string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT;
  for (;;) {
    const response = await request(url, '/health/ready');
    if (response?.ok === true) return;
    if (performance.now() > deadline) throw notReady(name, logFile, await response?.text());
    await sleep(POLL);
  }
}

function request(url: string, path: string): Promise<Response | undefined> {
  return fetch(new URL(path, url), { signal: AbortSignal.timeout(REQUEST_TIMEOUT) }).catch(() => undefined);
}

function notReady(name: string, logFile: string, report = 'it does not answer'): SupervisorError {
  return new SupervisorError(
    'ENTSYNC_NOT_READY',
    `${name} is not ready after ${READY_TIMEOUT / 1_000} s (${report}); read why in ${logFile}.`,
  );
}
