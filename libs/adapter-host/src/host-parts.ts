import type { Publisher, ConsumerObserver, connectKafka } from '@entsync/messaging';
import type { Log } from '@entsync/observability';
import type { ConfigurationFeed, ServiceEvents } from '@entsync/service';

import type { OutcomeOutbox } from './delivering/outcome-outbox.ts';
import type { CallMetrics } from './wrappers/with-metrics.ts';

/** What the named adapters of a host share. */
export interface HostParts {
  readonly service: string;
  readonly kafka: ReturnType<typeof connectKafka>;
  readonly publisher: Publisher;
  readonly feed: ConfigurationFeed;
  readonly outbox: OutcomeOutbox;
  readonly events: ServiceEvents;
  readonly callMetrics: CallMetrics;
  readonly observer: (adapter: string) => ConsumerObserver;
  readonly log: Log;
  readonly keysDirectory: string;
  readonly spoolDirectory: string;
}
