import { AdapterError } from './adapter-error.ts';

/**
 * Settles as `work` does, or rejects with `TARGET_TIMEOUT` as soon as the signal is aborted.
 *
 * It cannot end the work itself: whoever calls this ends what the work was using.
 */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(abortedError());
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Throws `TARGET_TIMEOUT` once the signal is aborted. */
export function checkNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError();
}

function abortedError(): AdapterError {
  return new AdapterError('TARGET_TIMEOUT', 'The target was given up on before it had answered. Try again.');
}
