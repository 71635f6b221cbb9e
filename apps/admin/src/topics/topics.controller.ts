import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';
import { DataSource } from 'typeorm';

import { countOpenDeadLetters } from '../dead-letters/load-dead-letters.ts';
import { BrokerView, type MeasuredTopic } from './broker-view.ts';
import { entsyncTopics } from './entsync-topics.ts';

export interface TopicReport extends MeasuredTopic {
  readonly carries: string;
  /** Those that wait for a decision. */
  readonly deadLetters: number;
}

/** What lies where, and who has still to read it. */
@Controller('admin/topics')
@UseGuards(AdminGuard)
export class TopicsController {
  readonly #brokers: BrokerView;
  readonly #source: DataSource;

  constructor(@Inject(BrokerView) brokers: BrokerView, @Inject(DataSource) source: DataSource) {
    this.#brokers = brokers;
    this.#source = source;
  }

  @Get()
  async topics(): Promise<{ topics: readonly TopicReport[] }> {
    const existing = await this.#brokers.listTopics();
    const definitions = entsyncTopics(existing);
    const there = definitions.map(({ name }) => name).filter((name) => existing.includes(name));
    const measured = new Map((await this.#brokers.measure(there)).map((topic) => [topic.name, topic]));
    const open = await countOpenDeadLetters(this.#source);
    return {
      topics: definitions.map(({ name, carries }) => ({
        ...(measured.get(name) ?? { name, partitions: 0, records: 0, consumers: [] }),
        carries,
        deadLetters: open.get(name) ?? 0,
      })),
    };
  }
}
