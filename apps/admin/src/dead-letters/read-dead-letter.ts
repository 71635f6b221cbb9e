import { header, trackingIdOf } from '@entsync/contracts';
import { DEAD_LETTER_HEADERS, fromDeadLetter, type ConsumedRecord } from '@entsync/messaging';

import { sourceTopicOf } from '../topics/entsync-topics.ts';

/** A dead letter as the database keeps it: bytes in base64, so that it can be replayed as it was. */
export interface DeadLetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly service: string;
  readonly key: string | null;
  readonly value: string | null;
  /** JSON. As text: within JSON that it takes apart, the database refuses an escaped NUL. */
  readonly headers: string;
  readonly reason: string;
  readonly detail: string;
  readonly type: string | null;
  readonly tracking_id: string | null;
  readonly at: number;
}

/** Nothing that a record holds keeps it from being read: what lies here must not fail once more. */
export function readDeadLetter(record: ConsumedRecord): DeadLetterRow {
  const { key, value, appendedAt } = record;
  return {
    ...readPlace(record),
    ...readCause(record),
    key: key?.toString('base64') ?? null,
    value: value?.toString('base64') ?? null,
    headers: readHeaders(fromDeadLetter(record)?.headers ?? record.headers),
    type: textOf(record, 'ce_type', 128) ?? null,
    tracking_id: trackingIdOf(record) ?? null,
    at: appendedAt,
  };
}

/** Who put it here, and why. */
function readCause(record: ConsumedRecord): Pick<DeadLetterRow, 'service' | 'reason' | 'detail'> {
  return {
    service: textOf(record, DEAD_LETTER_HEADERS.service, 128) ?? 'unknown',
    reason: textOf(record, DEAD_LETTER_HEADERS.reason, 128) ?? 'unknown',
    detail: textOf(record, DEAD_LETTER_HEADERS.detail, 1_000) ?? '',
  };
}

/** Where it lay before. Without that it is known by where it lies now. */
function readPlace(record: ConsumedRecord): Pick<DeadLetterRow, 'topic' | 'partition' | 'offset'> {
  const partition = numberOf(record, DEAD_LETTER_HEADERS.partition, 9);
  const offset = numberOf(record, DEAD_LETTER_HEADERS.offset, 15);
  // The header that names the topic is not asked: whoever may write here must not choose where a replay goes.
  const topic = sourceTopicOf(record.topic);
  if (partition === undefined || offset === undefined)
    return { topic, partition: record.partition, offset: record.offset };
  return { topic, partition, offset };
}

function readHeaders(headers: ConsumedRecord['headers']): string {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Buffer.from(value).toString('base64')] as const],
  );
  return JSON.stringify(Object.fromEntries(entries));
}

/** Without what the database takes for the end of a text. */
function textOf(record: ConsumedRecord, name: string, longest: number): string | undefined {
  return header(record, name)?.replaceAll('\0', '').slice(0, longest);
}

function numberOf(record: ConsumedRecord, name: string, digits: number): number | undefined {
  const text = header(record, name) ?? '';
  return /^\d+$/.test(text) && text.length <= digits ? Number(text) : undefined;
}
