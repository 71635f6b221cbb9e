import { AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';
import type { Metrics } from '@entsync/observability';

import { wrapAdapter } from './wrap-adapter.ts';

/** How calls at targets went: by adapter, what was asked, and how it ended. One for each host. */
export class CallMetrics {
  readonly #seconds;

  constructor(metrics: Metrics) {
    this.#seconds = metrics.duration({
      name: 'target_call_seconds',
      help: 'How long calls at a target took, by adapter and how they ended.',
      labels: ['adapter', 'call', 'ended'],
    });
  }

  async measure<T>(adapter: string, call: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    let ended = 'done';
    try {
      return await work();
    } catch (error) {
      ended = error instanceof AdapterError ? error.code : 'failed';
      throw error;
    } finally {
      this.#seconds.observe({ adapter, call, ended }, (performance.now() - startedAt) / 1_000);
    }
  }
}

export function withMetrics(adapter: TargetAdapter, name: string, metrics: CallMetrics): TargetAdapter {
  return wrapAdapter(adapter, {
    verify: (call) => metrics.measure(name, 'verify', call),
    setPassword: (call) => metrics.measure(name, 'set-password', call),
    resolveCapture: (call) => metrics.measure(name, 'resolve-capture', call),
  });
}
