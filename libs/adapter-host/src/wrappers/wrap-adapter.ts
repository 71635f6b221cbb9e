import { AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';

/** Something that is done around each call of an adapter. */
export interface AroundCalls {
  readonly verify: (call: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  readonly setPassword: (
    call: () => Promise<void>,
    request: Parameters<TargetAdapter['setPassword']>[0],
    signal: AbortSignal,
  ) => Promise<void>;
  readonly resolveCapture: <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;
}

/** An adapter that does the same, with something around each call. What the inner one cannot do, the outer one cannot either. */
export function wrapAdapter(adapter: TargetAdapter, around: AroundCalls): TargetAdapter {
  const wrapped: TargetAdapter = {
    verify: (signal) => around.verify(() => adapter.verify(signal), signal),
    setPassword: (request, signal) => around.setPassword(() => adapter.setPassword(request, signal), request, signal),
    close: () => adapter.close(),
  };
  if (adapter.resolveCapture === undefined) return wrapped;
  return {
    ...wrapped,
    resolveCapture: (capture, signal) =>
      around.resolveCapture(() => adapter.resolveCapture?.(capture, signal) ?? cannotResolve(), signal),
  };
}

function cannotResolve(): Promise<never> {
  return Promise.reject(
    new AdapterError('TARGET_MISCONFIGURED', 'This adapter cannot tell whether a change happened.'),
  );
}
