import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';
import { DataSource } from 'typeorm';

export interface LaneCounts {
  readonly adapter: string;
  readonly waiting: number;
  readonly dispatched: number;
  readonly retrying: number;
  readonly breaker: 'closed' | 'open' | 'probing';
  /** Microseconds since 1970; absent while the breaker is closed. */
  readonly openUntil?: number;
}

/** What the lanes are doing, for operators. */
@Controller('admin/lanes')
@UseGuards(AdminGuard)
export class LanesController {
  readonly #source: DataSource;

  constructor(@Inject(DataSource) source: DataSource) {
    this.#source = source;
  }

  @Get()
  async counts(): Promise<{ lanes: readonly LaneCounts[] }> {
    const rows = (await this.#source.query(
      `select coalesce(l.adapter, b.adapter) as adapter, coalesce(waiting, 0) as waiting, coalesce(dispatched, 0) as dispatched,
         coalesce(retrying, 0) as retrying, coalesce(b.state, 'closed') as breaker, b.open_until
       from (select adapter,
           count(*) filter (where state = 'waiting')::integer as waiting,
           count(*) filter (where state = 'dispatched')::integer as dispatched,
           count(*) filter (where state = 'retrying')::integer as retrying
         from lanes group by adapter) l
       full join breakers b on b.adapter = l.adapter
       order by 1`,
    )) as (Omit<LaneCounts, 'openUntil'> & { open_until: string | null })[];
    return {
      lanes: rows.map(({ open_until, ...counts }) =>
        open_until === null ? counts : { ...counts, openUntil: Number(open_until) },
      ),
    };
  }
}
