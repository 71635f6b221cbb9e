import { setTimeout as sleep } from 'node:timers/promises';

import { isEngineError } from '../engine-error.ts';

const PATIENCE_MILLISECONDS = 15_000;
const PAUSE_MILLISECONDS = 200;

/**
 * Starts a server, and tries again for a while when it died because of processes of its killed predecessor: those notice on their
 * own that their parent is gone, but on a busy machine not at once.
 */
export async function outliveOldBackends<T>(start: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!isOldBackend(error) || performance.now() > deadline) throw error;
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}

function isOldBackend(error: unknown): boolean {
  return (
    isEngineError(error, 'ENTSYNC_ENGINE_DIED') &&
    /pre-existing shared memory block .* is still in use/.test(error.logTail ?? '')
  );
}
