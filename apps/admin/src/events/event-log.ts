import { savePositions } from '@entsync/database';
import type { HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';
import type { DataSource, EntityManager } from 'typeorm';

import { readMessage, toEventRows, type RecordedMessage } from './recorded-message.ts';

const APPEND = `
  insert into events (tracking_id, at, recorded_at, service, event_id, symbol, system, account, windows_account,
    system_key, account_key, windows_key, parameters)
  select tracking_id, at, recorded_at, service, event_id, symbol, system, account, windows_account,
    system_key, account_key, windows_key, parameters::json
  from json_to_recordset($1::json) as event (tracking_id uuid, at bigint, recorded_at bigint, service text,
    event_id integer, symbol text, system text, account text, windows_account text,
    system_key text, account_key text, windows_key text, parameters text)`;

/** Appends what happened to the log that is never changed: each message once. */
export class EventLog {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const rejected: RejectedRecord[] = [];
    const messages = new Map<string, RecordedMessage>();
    for (const record of records) {
      const read = readMessage(record);
      if ('reason' in read) rejected.push(read);
      else if (!messages.has(read.message)) messages.set(read.message, read);
    }
    await this.#source.transaction(async (manager) => {
      await appendAlone(manager);
      await append(manager, await keepNew(manager, [...messages.values()]));
      await savePositions(manager, positions);
    });
    return { publish: [], rejected };
  }
}

/** Whoever follows the log by its numbers must not meet a lower one later: so numbers are given in the order of commits. */
async function appendAlone(manager: EntityManager): Promise<void> {
  await manager.query(`select pg_advisory_xact_lock(hashtext('entsync'), hashtext('audit.events'))`);
}

async function keepNew(manager: EntityManager, messages: readonly RecordedMessage[]): Promise<RecordedMessage[]> {
  const rows = await manager.query<{ message: string }[]>(
    `insert into event_messages (message, recorded_at) select * from unnest($1::text[], $2::bigint[])
     on conflict do nothing returning message`,
    [messages.map(({ message }) => message), messages.map(({ recordedAt }) => recordedAt)],
  );
  const fresh = new Set(rows.map(({ message }) => message));
  return messages.filter(({ message }) => fresh.has(message));
}

async function append(manager: EntityManager, messages: readonly RecordedMessage[]): Promise<void> {
  if (messages.length > 0) await manager.query(APPEND, [JSON.stringify(messages.flatMap(toEventRows))]);
}
