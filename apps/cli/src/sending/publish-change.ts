import type { Installation } from '@entsync/api-client';
import { BrokerError, Publisher, type OutgoingMessage } from '@entsync/messaging';

import { useBrokers, type Brokers } from '../brokers/use-brokers.ts';
import { UnreachableError } from '../cli.errors.ts';

/** Resolves when the brokers have it for good. Throws {@link UnreachableError}. */
export function publishChange(installation: Installation, message: OutgoingMessage): Promise<void> {
  return useBrokers(installation, (brokers) => publish(brokers, message));
}

async function publish(brokers: Brokers, message: OutgoingMessage): Promise<void> {
  const publisher = new Publisher(brokers);
  await publisher.connect();
  try {
    await publisher.publish([message]);
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    throw new UnreachableError(
      'Kafka did not confirm the change, which may have arrived or not; sending it again does no harm. Look with: entsync status',
    );
  } finally {
    await publisher.disconnect();
  }
}
