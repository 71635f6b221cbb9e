import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { MICROS_PER_MILLISECOND, type Micros } from '@entsync/domain';
import { Publisher } from '@entsync/messaging';
import { AdminGuard, HEARTBEAT_INTERVAL } from '@entsync/service';
import { DataSource } from 'typeorm';

import type { KeptStatus } from './kept-status.ts';

/** Three heartbeats that did not come. */
const SILENT_AFTER: Micros = 3 * HEARTBEAT_INTERVAL * MICROS_PER_MILLISECOND;

/** What a principal said of itself last. It is not verified here: only the store knows whose signature is whose. */
export interface ReportedService extends KeptStatus {
  readonly principal: string;
  readonly lastSeenAt: Micros;
  readonly isSilent: boolean;
}

interface StatusRow {
  readonly principal: string;
  readonly last_seen_at: string;
  readonly status: KeptStatus;
}

/** Who is there. */
@Controller('admin/services')
@UseGuards(AdminGuard)
export class ServicesController {
  readonly #source: DataSource;
  readonly #now: () => Micros;

  constructor(@Inject(DataSource) source: DataSource, @Inject(Publisher) publisher: Publisher) {
    this.#source = source;
    this.#now = () => publisher.clock.now();
  }

  @Get()
  async services(): Promise<{ services: readonly ReportedService[] }> {
    const now = this.#now();
    const rows = await this.#source.query<StatusRow[]>(
      'select principal, last_seen_at, status from statuses order by principal_key',
    );
    return {
      services: rows.map(({ principal, last_seen_at, status }) => {
        const lastSeenAt = Number(last_seen_at);
        return { principal, ...status, lastSeenAt, isSilent: lastSeenAt + SILENT_AFTER < now };
      }),
    };
  }
}
