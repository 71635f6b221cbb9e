import type { Micros } from '@entsync/domain';
import type { DataSource } from 'typeorm';

export interface LastSeen {
  readonly principal: string;
  readonly lastSeenAt: Micros;
}

/** When each principal was heard last, of those that were heard since. */
export async function loadLastSeen(source: DataSource, since: Micros): Promise<LastSeen[]> {
  const rows = await source.query<{ principal: string; last_seen_at: string }[]>(
    'select principal, last_seen_at from statuses where last_seen_at >= $1 order by principal_key',
    [since],
  );
  return rows.map(({ principal, last_seen_at }) => ({ principal, lastSeenAt: Number(last_seen_at) }));
}
