import type { IHeaders } from 'kafkajs';

import type { ConsumedRecord } from './consumed-record.ts';

/** A header may come more than once in Kafka; here the first one counts. */
export function flatHeaders(headers: IHeaders | undefined): ConsumedRecord['headers'] {
  const entries = Object.entries(headers ?? {}).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return Object.fromEntries(entries);
}
