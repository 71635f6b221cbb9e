import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { numberInQuery, readQuery } from '../read-query.ts';
import { loadLog, type LogPart } from './load-log.ts';
import { loadTimelines, type Timeline } from './timelines.ts';

const timelinesQuery = z.object({ name: z.string().min(1).max(1200), limit: numberInQuery(1, 100, 5) });
const logQuery = z.object({
  after: numberInQuery(0, Number.MAX_SAFE_INTEGER, 0),
  limit: numberInQuery(1, 1_000, 200),
});

/** What happened. */
@Controller('admin')
@UseGuards(AdminGuard)
export class EventsController {
  readonly #source: DataSource;

  constructor(@Inject(DataSource) source: DataSource) {
    this.#source = source;
  }

  @Get('timelines')
  async timelines(@Query() query: unknown): Promise<{ timelines: readonly Timeline[] }> {
    const { name, limit } = readQuery(timelinesQuery, query);
    return { timelines: await loadTimelines(this.#source, name, limit) };
  }

  @Get('events')
  log(@Query() query: unknown): Promise<LogPart> {
    const { after, limit } = readQuery(logQuery, query);
    return loadLog(this.#source, after, limit);
  }
}
