import { deadLetterTopicOf } from '@entsync/contracts';

import type { ConsumedRecord, OutgoingMessage, RejectedRecord } from './consumed-record.ts';

export const DEAD_LETTER_HEADERS = {
  reason: 'entsync_dead_reason',
  detail: 'entsync_dead_detail',
  topic: 'entsync_dead_topic',
  partition: 'entsync_dead_partition',
  offset: 'entsync_dead_offset',
  service: 'entsync_dead_service',
} as const;

/** The record as it was, with the reason beside it. What is sealed in it stays sealed. */
export function toDeadLetter({ record, reason, detail }: RejectedRecord, service: string): OutgoingMessage {
  const headers = Object.entries(record.headers).filter(
    (entry): entry is [string, Buffer | string] => entry[1] !== undefined,
  );
  return {
    topic: deadLetterTopicOf(record.topic),
    key: record.key,
    value: record.value,
    headers: {
      ...Object.fromEntries(headers),
      [DEAD_LETTER_HEADERS.reason]: reason,
      [DEAD_LETTER_HEADERS.detail]: detail,
      [DEAD_LETTER_HEADERS.topic]: record.topic,
      [DEAD_LETTER_HEADERS.partition]: `${record.partition}`,
      [DEAD_LETTER_HEADERS.offset]: `${record.offset}`,
      [DEAD_LETTER_HEADERS.service]: service,
    },
  };
}

/** The record among dead letters as it was before: for replaying it. */
export function fromDeadLetter(record: Pick<ConsumedRecord, 'key' | 'value' | 'headers'>): OutgoingMessage | undefined {
  const topic = record.headers[DEAD_LETTER_HEADERS.topic]?.toString();
  if (topic === undefined) return undefined;
  const own = new Set<string>(Object.values(DEAD_LETTER_HEADERS));
  const headers = Object.entries(record.headers).filter(
    (entry): entry is [string, Buffer | string] => entry[1] !== undefined && !own.has(entry[0]),
  );
  return { topic, key: record.key, value: record.value, headers: Object.fromEntries(headers) };
}

/** Lets through so many a second, after a first burst: for what strangers can send. */
export class RateLimit {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly perSecond: number,
    readonly burst: number,
    now: number,
  ) {
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** @param now milliseconds */
  allows(now: number): boolean {
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAt) / 1_000) * this.perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
