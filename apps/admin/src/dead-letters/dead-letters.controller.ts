import { Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { numberInQuery, readQuery } from '../read-query.ts';
import type { DeadLetter, WholeDeadLetter } from './dead-letter.ts';
import { loadDeadLetter, loadDeadLetters } from './load-dead-letters.ts';
import { DeadLetterSettling, type SettledLetter } from './settle-dead-letter.ts';

const listQuery = z.object({
  // An empty one is none.
  topic: z
    .string()
    .transform((topic) => (topic === '' ? undefined : topic))
    .optional(),
  state: z.enum(['open', 'replayed', 'discarded']).default('open'),
  limit: numberInQuery(1, 1_000, 50),
});

const oneLetter = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** What could not be understood or handled, and what becomes of it. */
@Controller('admin/dead-letters')
@UseGuards(AdminGuard)
export class DeadLettersController {
  readonly #source: DataSource;
  readonly #settling: DeadLetterSettling;

  constructor(@Inject(DataSource) source: DataSource, @Inject(DeadLetterSettling) settling: DeadLetterSettling) {
    this.#source = source;
    this.#settling = settling;
  }

  @Get()
  async list(@Query() query: unknown): Promise<{ deadLetters: readonly DeadLetter[] }> {
    return { deadLetters: await loadDeadLetters(this.#source, readQuery(listQuery, query)) };
  }

  @Get(':id')
  show(@Param() parameters: unknown): Promise<WholeDeadLetter> {
    return loadDeadLetter(this.#source, readQuery(oneLetter, parameters).id);
  }

  @Post(':id/replay')
  @HttpCode(200)
  replay(@Param() parameters: unknown): Promise<SettledLetter> {
    return this.#settling.replay(readQuery(oneLetter, parameters).id);
  }

  @Post(':id/discard')
  @HttpCode(200)
  discard(@Param() parameters: unknown): Promise<SettledLetter> {
    return this.#settling.discard(readQuery(oneLetter, parameters).id);
  }
}
