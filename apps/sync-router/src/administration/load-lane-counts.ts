import type { DataSource } from 'typeorm';

/** What the lanes to one adapter are doing. Idle lanes are not counted: nothing is wanted there. */
export interface LaneCounts {
  readonly adapter: string;
  readonly waiting: number;
  readonly dispatched: number;
  readonly retrying: number;
  readonly breaker: 'closed' | 'open' | 'probing';
  /** Microseconds since 1970; absent while the breaker is closed. */
  readonly openUntil?: number;
}

type CountedRow = Omit<LaneCounts, 'openUntil'> & { readonly open_until: string | null };

export async function loadLaneCounts(source: Pick<DataSource, 'query'>): Promise<LaneCounts[]> {
  const rows = await source.query<CountedRow[]>(
    `select coalesce(l.adapter, b.adapter) as adapter, coalesce(waiting, 0) as waiting, coalesce(dispatched, 0) as dispatched,
       coalesce(retrying, 0) as retrying, coalesce(b.state, 'closed') as breaker, b.open_until
     from (select adapter,
         count(*) filter (where state = 'waiting')::integer as waiting,
         count(*) filter (where state = 'dispatched')::integer as dispatched,
         count(*) filter (where state = 'retrying')::integer as retrying
       from lanes group by adapter) l
     full join breakers b on b.adapter = l.adapter
     order by 1`,
  );
  return rows.map(({ open_until, ...counts }) =>
    open_until === null ? counts : { ...counts, openUntil: Number(open_until) },
  );
}
