import { decodeMessage, MalformedMessageError, statusReportedV1 } from '@entsync/contracts';
import { savePositions } from '@entsync/database';
import type { ConsumedRecord, HandledBatch, RecordBatch } from '@entsync/messaging';
import type { DataSource } from 'typeorm';

import { nameKey } from '../name-key.ts';
import { keepStatus } from './kept-status.ts';

interface SeenStatus {
  readonly principal_key: string;
  readonly principal: string;
  readonly last_seen_at: number;
  /** A kept status. As text: within JSON that it takes apart, the database refuses an escaped NUL. */
  readonly status: string;
}

/** Keeps the latest heartbeat of each principal. */
export class Statuses {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const seen = new Map<string, SeenStatus>();
    for (const record of records) {
      const status = read(record);
      if (status !== undefined) seen.set(status.principal_key, status);
    }
    await this.#source.transaction(async (manager) => {
      await manager.query(
        `insert into statuses (principal_key, principal, last_seen_at, status)
         select principal_key, principal, last_seen_at, status::json
         from json_to_recordset($1::json) as seen (principal_key text, principal text, last_seen_at bigint, status text)
         on conflict (principal_key) do update
           set principal = excluded.principal, last_seen_at = excluded.last_seen_at, status = excluded.status
           where statuses.last_seen_at <= excluded.last_seen_at`,
        [JSON.stringify([...seen.values()])],
      );
      await savePositions(manager, positions);
    });
    return { publish: [], rejected: [] };
  }
}

/** What cannot be read is passed over: the store reads this topic too, and puts it among the dead letters. */
function read(record: ConsumedRecord): SeenStatus | undefined {
  try {
    const { data } = decodeMessage([statusReportedV1], record);
    const { principal } = data;
    return {
      principal_key: nameKey(principal),
      principal,
      last_seen_at: record.appendedAt,
      status: JSON.stringify(keepStatus(data)),
    };
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}
