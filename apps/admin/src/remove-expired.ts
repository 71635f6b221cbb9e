import type { Micros } from '@entsync/domain';
import type { DataSource } from 'typeorm';

/** Of one transaction: far below what a statement may take. */
const ROWS_AT_ONCE = 10_000;

/** Retention: removes what was recorded before this time. Open dead letters stay, whatever their age. */
export async function removeExpired(source: DataSource, before: Micros): Promise<void> {
  while ((await removeEvents(source, before)) === ROWS_AT_ONCE);
  await source.query('delete from event_messages where recorded_at < $1', [before]);
  await source.query('delete from statuses where last_seen_at < $1', [before]);
  await source.query(`delete from dead_letters where state <> 'open' and settled_at < $1`, [before]);
}

function removeEvents(source: DataSource, before: Micros): Promise<number> {
  return source.transaction(async (manager) => {
    // The table refuses to lose anything else.
    await manager.query(`select set_config('entsync.expired_before', $1, true)`, [`${before}`]);
    const [, removed] = await manager.query<[unknown, number]>(
      `delete from events where id in (select id from events where recorded_at < $1 order by recorded_at limit $2)`,
      [before, ROWS_AT_ONCE],
    );
    return removed;
  });
}
