import {
  decodeMessage,
  EXTERNAL_TO_WINDOWS_FULL,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  externalPasswordChangedV1,
  MalformedMessageError,
  WINDOWS_TO_EXTERNAL,
  windowsPasswordChangedV1,
} from '@entsync/contracts';
import { WINDOWS } from '@entsync/domain';
import type { ConsumedRecord, RejectedRecord } from '@entsync/messaging';

import { ChangeCase, type AnnouncedChange } from './change-case.ts';

/** The topics that anybody with an identity may publish to. */
export const PUBLIC_TOPICS = [WINDOWS_TO_EXTERNAL, EXTERNAL_TO_WINDOWS_FULL, EXTERNAL_TO_WINDOWS_PARTIAL] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a record of a public topic; what is not such a message is rejected with the reason. */
export function decodeChange(record: ConsumedRecord): ChangeCase | RejectedRecord {
  try {
    const { id, change } = record.topic === WINDOWS_TO_EXTERNAL ? decodeWindows(record) : decodeExternal(record);
    if (!UUID.test(id))
      throw new MalformedMessageError('header-invalid', 'ce_id must be the tracking id, a lower-case UUID');
    return new ChangeCase(record, { ...change, topic: record.topic, trackingId: id });
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    return { record, reason: error.reason, detail: error.detail, fromStranger: true };
  }
}

interface Decoded {
  readonly id: string;
  readonly change: Omit<AnnouncedChange, 'topic' | 'trackingId'>;
}

function decodeWindows(record: ConsumedRecord): Decoded {
  const { id, data } = decodeMessage([windowsPasswordChangedV1], record);
  return { id, change: { ...data, system: WINDOWS, accountId: data.accountId, actor: data.actor } };
}

function decodeExternal(record: ConsumedRecord): Decoded {
  const { id, data } = decodeMessage([externalPasswordChangedV1], record);
  return { id, change: { ...data, system: data.adapter, accountId: data.accountId, actor: data.actor } };
}
