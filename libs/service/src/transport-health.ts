import type { BatchTransport } from '@entsync/messaging';
import type { ReadinessCheck } from '@entsync/observability';

/** A service is ready when all of its streams are being read and nothing is missing on them. */
export function transportHealth(transport: BatchTransport): ReadinessCheck {
  return () => {
    for (const [stream, consumer] of transport.consumers) {
      if (consumer.missing !== undefined) return consumer.missing.message;
      if (!consumer.isReady) return `the stream ${stream} is not being read`;
    }
    return transport.consumers.size === 0 ? 'nothing is being read yet' : undefined;
  };
}
