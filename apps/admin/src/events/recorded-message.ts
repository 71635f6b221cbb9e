import { decodeMessage, eventsRecordedV1, MalformedMessageError, type EventsRecordedV1 } from '@entsync/contracts';
import type { ConsumedRecord, RejectedRecord } from '@entsync/messaging';

import { nameKey } from '../name-key.ts';

/** One record of `sync-events`. */
export interface RecordedMessage {
  /** The same for the same message, wherever on the topic it lies. */
  readonly message: string;
  readonly recordedAt: number;
  readonly data: EventsRecordedV1;
}

/** As the database takes it. */
export type EventRow = Readonly<Record<string, unknown>>;

/** What can be a key in the database, and no name comes near. */
const LONGEST_MESSAGE_NAME = 500;

/** Reads a record; what is not such a message is rejected with the reason. */
export function readMessage(record: ConsumedRecord): RecordedMessage | RejectedRecord {
  try {
    const { id, source, data } = decodeMessage([eventsRecordedV1], record);
    return { message: nameMessage(source, id), recordedAt: record.appendedAt, data };
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    return { record, reason: error.reason, detail: error.detail, fromStranger: true };
  }
}

function nameMessage(source: string, id: string): string {
  const name = `${source}#${id}`;
  if (name.length <= LONGEST_MESSAGE_NAME && !/\p{Cc}/u.test(name)) return name;
  throw new MalformedMessageError('header-invalid', 'ce_source and ce_id are too long or hold control characters');
}

export function toEventRows({ recordedAt, data }: RecordedMessage): EventRow[] {
  return data.events.map(({ id, symbol, at, trackingId, system, account, windowsAccount, parameters }) => ({
    tracking_id: trackingId,
    at,
    recorded_at: recordedAt,
    service: data.service,
    event_id: id,
    symbol,
    system,
    account,
    windows_account: windowsAccount,
    system_key: keyOf(system),
    account_key: keyOf(account),
    windows_key: keyOf(windowsAccount),
    // As text: within JSON that it takes apart, the database refuses an escaped NUL.
    parameters: JSON.stringify(parameters),
  }));
}

function keyOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : nameKey(name);
}
