import { AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';

import { wrapAdapter } from './wrap-adapter.ts';

/** In milliseconds: an adapter that does not heed its signal is not waited for any longer than this. */
const GRACE = 1_000;

/** Ends a call that takes too long: by its signal, and if the adapter does not heed that, without it. */
export function withDeadline(adapter: TargetAdapter): TargetAdapter {
  return wrapAdapter(adapter, {
    verify: (call, signal) => untilAborted(call(), signal),
    setPassword: (call, _request, signal) => untilAborted(call(), signal),
    resolveCapture: (call, signal) => untilAborted(call(), signal),
  });
}

async function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const abandoned = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const abandon = (): void => {
    const late = (): void => abandoned.reject(new AdapterError('TARGET_TIMEOUT', 'The target did not answer in time.'));
    timer = setTimeout(late, GRACE);
  };
  if (signal.aborted) abandon();
  else signal.addEventListener('abort', abandon, { once: true });
  try {
    return await Promise.race([call, abandoned.promise]);
  } finally {
    // The time of a call that has ended runs out as well, and means nothing any more.
    signal.removeEventListener('abort', abandon);
    clearTimeout(timer);
  }
}
