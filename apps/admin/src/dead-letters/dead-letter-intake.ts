import { savePositions } from '@entsync/database';
import type { HandledBatch, RecordBatch } from '@entsync/messaging';
import type { DataSource } from 'typeorm';

import { readDeadLetter } from './read-dead-letter.ts';

/** A service that was killed after it had published a dead letter publishes it again: it is the same one. */
const TAKE = `
  insert into dead_letters (topic, partition, "offset", service, key, value, headers, reason, detail, type, tracking_id, at)
  select topic, partition, "offset", service, decode(key, 'base64'), decode(value, 'base64'), headers::json, reason, detail, type,
    tracking_id, at
  from json_to_recordset($1::json) as letter (topic text, partition integer, "offset" bigint, service text, key text,
    value text, headers text, reason text, detail text, type text, tracking_id uuid, at bigint)
  on conflict (topic, partition, "offset", service) do nothing`;

/** Takes what could not be understood or handled, for operators. */
export class DeadLetterIntake {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    await this.#source.transaction(async (manager) => {
      await manager.query(TAKE, [JSON.stringify(records.map(readDeadLetter))]);
      await savePositions(manager, positions);
    });
    return { publish: [], rejected: [] };
  }
}
