import { PublicError } from '@entsync/service';
import type { DataSource } from 'typeorm';

import {
  toLetter,
  toWholeLetter,
  type DeadLetter,
  type LetterRow,
  type WholeDeadLetter,
  type WholeRow,
} from './dead-letter.ts';

export interface LetterFilter {
  readonly topic?: string | undefined;
  readonly state: DeadLetter['state'];
  readonly limit: number;
}

const COLUMNS = `id, topic, partition, "offset", key, reason, detail, service, type, tracking_id, at, state,
  coalesce(octet_length(value), 0) as bytes`;

/** The newest first. */
export async function loadDeadLetters(
  source: DataSource,
  { topic, state, limit }: LetterFilter,
): Promise<DeadLetter[]> {
  const rows = await source.query<LetterRow[]>(
    `select ${COLUMNS} from dead_letters where state = $1 and ($2::text is null or topic = $2) order by id desc limit $3`,
    [state, topic ?? null, limit],
  );
  return rows.map(toLetter);
}

/** Throws {@link PublicError} when there is none of this number. */
export async function loadDeadLetter(source: DataSource, id: number): Promise<WholeDeadLetter> {
  const [row] = await source.query<WholeRow[]>(`select ${COLUMNS}, headers, value from dead_letters where id = $1`, [
    id,
  ]);
  if (row === undefined) throw noSuchLetter(id);
  return toWholeLetter(row);
}

export function noSuchLetter(id: number): PublicError {
  return new PublicError(
    404,
    'ENTSYNC_DEAD_LETTER_UNKNOWN',
    `There is no dead letter ${id}; list them to see those there are.`,
  );
}

/** By source topic. */
export async function countOpenDeadLetters(source: DataSource): Promise<Map<string, number>> {
  const rows = await source.query<{ topic: string; count: number }[]>(
    `select topic, count(*)::integer as count from dead_letters where state = 'open' group by topic`,
  );
  return new Map(rows.map(({ topic, count }) => [topic, count]));
}
