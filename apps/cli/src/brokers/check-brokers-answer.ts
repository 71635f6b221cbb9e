import { connect } from 'node:net';

import { UnreachableError } from '../cli.errors.ts';

/** In milliseconds. */
const TIMEOUT = 3_000;

/** Kafka's client tries for long, which is right for a service; a person wants to know at once. Throws {@link UnreachableError}. */
export async function checkBrokersAnswer(brokers: readonly string[]): Promise<void> {
  try {
    await Promise.any(brokers.map(knock));
  } catch {
    throw new UnreachableError(`Kafka does not answer at ${brokers.join(', ')}; look with: entsync status`);
  }
}

function knock(broker: string): Promise<void> {
  const colon = broker.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)), timeout: TIMEOUT });
    const end = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.once('connect', () => end(resolve));
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('timeout', () => end(() => reject(new Error('timeout'))));
  });
}
