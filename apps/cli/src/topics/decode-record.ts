import {
  applyDeliveryV1,
  configurationV1,
  decodeMessage,
  deliverPasswordV1,
  deliverySettledV1,
  eventsRecordedV1,
  externalPasswordChangedV1,
  header,
  MalformedMessageError,
  statusReportedV1,
  stopDeliveryV1,
  windowsPasswordChangedV1,
  type MessageDefinition,
} from '@entsync/contracts';
import type { ConsumedRecord } from '@entsync/messaging';
import { signerOf } from '@entsync/secrets';

import { concealSealed } from './conceal-sealed.ts';

/** A record of any topic, as it may be shown. */
export interface DecodedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Microseconds since 1970. */
  readonly appendedAt: number;
  readonly key: string | null;
  readonly signer: string | null;
  /** Without the prefix that all have; `null` for what is no message. */
  readonly type: string | null;
  readonly id: string | null;
  readonly data: unknown;
  /** Why it is no message. What it holds is not shown: it could be anything, a password too. */
  readonly problem: string | null;
  readonly bytes: number;
}

const DEFINITIONS = [
  windowsPasswordChangedV1,
  externalPasswordChangedV1,
  deliverPasswordV1,
  stopDeliveryV1,
  applyDeliveryV1,
  deliverySettledV1,
  statusReportedV1,
  configurationV1,
  eventsRecordedV1,
] as readonly MessageDefinition<unknown>[];

const TYPE_PREFIX = 'org.entsync.';

/** Reads a record by the catalogue of messages. Never throws. */
export function decodeRecord(record: ConsumedRecord): DecodedRecord {
  const { topic, partition, offset, appendedAt, key, value } = record;
  const place = {
    topic,
    partition,
    offset,
    appendedAt,
    key: key?.toString() ?? null,
    signer: signerOf(record) ?? null,
    bytes: value?.byteLength ?? 0,
  };
  try {
    const { type, id, data } = decodeMessage(DEFINITIONS, record);
    return { ...place, type: type.replace(TYPE_PREFIX, ''), id, data: concealSealed(data), problem: null };
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    const problem = value === null ? 'removed' : `${error.reason}: ${error.detail}`;
    return { ...place, type: null, id: header(record, 'ce_id') ?? null, data: null, problem };
  }
}
