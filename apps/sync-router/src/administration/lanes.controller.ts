import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';
import { DataSource } from 'typeorm';

import { loadLaneCounts, type LaneCounts } from './load-lane-counts.ts';

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
    return { lanes: await loadLaneCounts(this.#source) };
  }
}
