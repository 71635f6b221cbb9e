import type { Installation } from '@entsync/api-client';
import { connectKafka } from '@entsync/messaging';

import { UnreachableError } from '../cli.errors.ts';
import { checkBrokersAnswer } from './check-brokers-answer.ts';

export type Brokers = ReturnType<typeof connectKafka>;

const CLIENT_ID = 'entsync-cli';
const ATTEMPTS = 3;

/**
 * Does something with the installation's brokers. It is begun anew when they ask for that: a broker that has just started does so.
 *
 * Throws {@link UnreachableError} for whatever goes wrong between us and them.
 */
export async function useBrokers<T>({ run }: Installation, use: (brokers: Brokers) => Promise<T>): Promise<T> {
  const { brokers } = run.kafka;
  await checkBrokersAnswer(brokers);
  // What its client says while it tries is not for people: what becomes of it, we say.
  const kafka = connectKafka({ brokers, clientId: CLIENT_ID }, () => undefined);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await use(kafka);
    } catch (error) {
      if (!isOfBrokers(error)) throw error;
      if (error.retriable !== true || attempt === ATTEMPTS)
        throw new UnreachableError(`Kafka does not do what is asked: ${error.message}; look with: entsync status`);
    }
  }
}

function isOfBrokers(error: unknown): error is Error & { readonly retriable?: boolean } {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
