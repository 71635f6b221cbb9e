import { MICROS_PER_HOUR, MICROS_PER_SECOND, type Micros } from '@entsync/domain';
import type { Publisher } from '@entsync/messaging';
import type { Measurement, Metrics } from '@entsync/observability';
import type { DataSource } from 'typeorm';

import { countOpenDeadLetters } from './dead-letters/load-dead-letters.ts';
import { loadLastSeen } from './services/load-last-seen.ts';
import type { BrokerView, MeasuredTopic } from './topics/broker-view.ts';
import { entsyncTopics } from './topics/entsync-topics.ts';

export interface MeasuredParts {
  readonly brokers: BrokerView;
  readonly source: DataSource;
  readonly publisher: Pick<Publisher, 'clock'>;
}

/** In milliseconds: brokers and database are asked no more often, whoever looks. */
const GOOD_FOR = 10_000;
/** Who was silent for longer was taken away. */
const REMEMBERED: Micros = 7 * 24 * MICROS_PER_HOUR;

/** What operators want to be woken for. */
export function measureOperations(metrics: Metrics, { brokers, source, publisher }: MeasuredParts): void {
  metrics.gauge(
    {
      name: 'topic_lag',
      help: 'Records that a consumer group has still to handle.',
      labels: ['topic', 'group'],
      goodFor: GOOD_FOR,
    },
    async () => (await measureTopics(brokers)).flatMap(lagOf),
  );
  metrics.gauge(
    {
      name: 'dead_letters_open',
      help: 'Dead letters that wait for a decision, by the topic where they lay before.',
      labels: ['topic'],
      goodFor: GOOD_FOR,
    },
    async () => [...(await countOpenDeadLetters(source))].map(([topic, value]) => ({ labels: { topic }, value })),
  );
  metrics.gauge(
    {
      name: 'service_last_seen_seconds',
      help: 'Seconds since a principal was heard last; of those that were heard within a week.',
      labels: ['principal'],
    },
    async () => {
      const now = publisher.clock.now();
      const seen = await loadLastSeen(source, now - REMEMBERED);
      return seen.map(({ principal, lastSeenAt }) => ({
        labels: { principal },
        value: Math.max(0, (now - lastSeenAt) / MICROS_PER_SECOND),
      }));
    },
  );
}

async function measureTopics(brokers: BrokerView): Promise<readonly MeasuredTopic[]> {
  const existing = await brokers.listTopics();
  const ours = entsyncTopics(existing).map(({ name }) => name);
  return brokers.measure(ours.filter((name) => existing.includes(name)));
}

function lagOf({ name, consumers }: MeasuredTopic): Measurement<'topic' | 'group'>[] {
  return consumers.map(({ group, lag }) => ({ labels: { topic: name, group }, value: lag }));
}
