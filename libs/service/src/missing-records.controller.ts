import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import type { BatchConsumer } from '@entsync/messaging';

import { AdminGuard } from './admin.guard.ts';
import { PublicError } from './public-error.filter.ts';
import { CONSUMERS } from './tokens.ts';

/** What waits for a person where records are gone. */
export type WaitingConsumer = Pick<BatchConsumer, 'missing' | 'acceptMissing'>;

/** All consumers of a service, as they are now. */
export type Consumers = () => Iterable<WaitingConsumer>;

export interface MissingRecords {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  readonly from: 'beginning' | 'end';
}

/** Records that are gone are never skipped silently: a service waits, not ready, until a person accepts the loss here. */
@Controller('admin/missing-records')
@UseGuards(AdminGuard)
export class MissingRecordsController {
  readonly #consumers: Consumers;

  constructor(@Inject(CONSUMERS) consumers: Consumers) {
    this.#consumers = consumers;
  }

  @Get()
  list(): { missing: readonly MissingRecords[] } {
    return { missing: [...this.#consumers()].flatMap(describe) };
  }

  @Post('accept')
  @HttpCode(200)
  accept(@Body() body: unknown): { accepted: readonly MissingRecords[] } {
    const topic = (body as { topic?: unknown } | undefined)?.topic;
    if (typeof topic !== 'string') throw new PublicError(400, 'ENTSYNC_REQUEST', 'Name the topic: {"topic": "..."}');
    const waiting = [...this.#consumers()].filter((consumer) => consumer.missing?.topic === topic);
    const accepted = waiting.flatMap(describe);
    for (const consumer of waiting) consumer.acceptMissing();
    return { accepted };
  }
}

function describe({ missing }: WaitingConsumer): MissingRecords[] {
  if (missing === undefined) return [];
  const { topic, partition, count, from } = missing;
  return [{ topic, partition, count, from }];
}
