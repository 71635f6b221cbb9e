import type { Configuration } from '@entsync/config';
import { DELIVERIES, DELIVERY_OUTCOMES } from '@entsync/contracts';
import { connectDatabase, DatabasePositions, isDatabaseOutage } from '@entsync/database';
import { MICROS_PER_SECOND } from '@entsync/domain';
import { BatchTransport, connectKafka, Publisher } from '@entsync/messaging';
import { KeyFileError, loadIdentity, newId, type Identity } from '@entsync/secrets';
import {
  ConfigurationFeed,
  ConsumerReports,
  ServiceEvents,
  Timers,
  transportHealth,
  type ServiceKit,
  type ServiceParts,
} from '@entsync/service';
import { DataSource } from 'typeorm';

import { LanesController } from './administration/lanes.controller.ts';
import { loadLaneCounts } from './administration/load-lane-counts.ts';
import { measureLanes } from './administration/measure-lanes.ts';
import { migrations } from './database/migrations.ts';
import { Deliveries } from './lanes/deliveries.ts';
import { LaneTimer } from './lanes/lane-timer.ts';
import { LaneOutcomes } from './lanes/outcomes.ts';
import type { RouterFacts } from './lanes/router-facts.ts';
import { LinkUnknownError, RouterLink } from './router-link.ts';
import type { routerSettings } from './settings.ts';
import { StreamsController } from './streams.controller.ts';

type RouterConfiguration = Configuration<typeof routerSettings>;
type RouterKit = ServiceKit<RouterConfiguration>;

/** Nobody waits for an outcome as for a delivery: a few at once are cheaper. In milliseconds. */
const OUTCOMES_GATHER = 60;

/** Connects the router's parts. */
export async function buildRouter(kit: RouterKit): Promise<ServiceParts> {
  const { configuration, log, health } = kit;
  const identity = await loadIdentity(configuration.IDENTITY_FILE);
  const source = await connectDatabase({
    url: configuration.DATABASE_URL,
    password: configuration.DATABASE_PASSWORD_FILE,
    schema: 'router',
    service: kit.name,
    migrations,
    // Lanes are made again from what the store publishes again.
    mayLoseLastCommits: true,
  });
  const kafka = connectKafka({ brokers: configuration.KAFKA_BROKERS, clientId: kit.name }, log.line);
  const publisher = new Publisher(kafka);
  await publisher.connect();
  const now = (): number => publisher.clock.now();
  const feed = new ConfigurationFeed({
    kafka,
    reader: `sync-router.configuration.${newId()}`,
    store: identity.store,
    now,
    log,
  });
  const link = followLink(feed, identity, log);
  await feed.start();
  health.add('configuration', () => feed.problem() ?? (link.isKnown ? undefined : new LinkUnknownError().message));

  const events = new ServiceEvents(kit.name, publisher, log);
  const reports = new ConsumerReports(kit, events);
  const transport = makeTransport(kit.name, reports, { kafka, publisher, source });
  const facts = makeFacts(configuration, { feed, link, transport, now });
  const timer = new LaneTimer(source, facts, (messages) => publisher.publish(messages));
  const timers = new Timers(log);
  health.add('consumers', transportHealth(transport));
  measureLanes(kit.metrics, () => loadLaneCounts(source));
  return {
    transport,
    module: {
      controllers: [StreamsController, LanesController],
      providers: [
        { provide: Deliveries, useValue: new Deliveries(source, facts) },
        { provide: LaneOutcomes, useValue: new LaneOutcomes(source, facts) },
        { provide: DataSource, useValue: source },
      ],
    },
    started: () => timers.every('lanes', configuration.TIMER_INTERVAL_MILLISECONDS, () => timer.round()),
    stopping: () => timers.stop(),
    stopped: async () => {
      await events.flush();
      await feed.stop();
      await publisher.disconnect();
      await source.destroy();
    },
  };
}

function followLink(feed: ConfigurationFeed, { principal, recipient }: Identity, log: RouterKit['log']): RouterLink {
  if (recipient === undefined)
    throw new KeyFileError(principal, 'The identity of a router needs a recipient key; enrol it as a router.');
  const link = new RouterLink(recipient);
  feed.onChange((changed) => {
    if (changed.kind !== 'router' || changed.principal !== principal) return;
    link.take(changed).catch((error: unknown) => log.failure('the link to the store cannot be opened', error));
  });
  return link;
}

interface Connections {
  readonly kafka: ReturnType<typeof connectKafka>;
  readonly publisher: Publisher;
  readonly source: DataSource;
}

function makeTransport(
  service: string,
  reports: ConsumerReports,
  { kafka, publisher, source }: Connections,
): BatchTransport {
  const stream = {
    service,
    publisher,
    positions: new DatabasePositions(source),
    isOutage: (error: unknown) => error instanceof LinkUnknownError || isDatabaseOutage(error),
    maxRecords: 500,
  };
  return new BatchTransport(kafka, {
    deliveries: {
      ...stream,
      name: 'sync-router.deliveries',
      topics: [DELIVERIES],
      observer: reports.observe('deliveries'),
    },
    outcomes: {
      ...stream,
      name: 'sync-router.outcomes',
      topics: [DELIVERY_OUTCOMES],
      gatherFor: OUTCOMES_GATHER,
      observer: reports.observe('outcomes'),
    },
  });
}

interface FactSources {
  readonly feed: ConfigurationFeed;
  readonly link: RouterLink;
  readonly transport: BatchTransport;
  readonly now: () => number;
}

function makeFacts(configuration: RouterConfiguration, { feed, link, transport, now }: FactSources): RouterFacts {
  const progressOf = (
    stream: string,
  ): NonNullable<ReturnType<typeof transport.consumers.get>>['progress'] | undefined =>
    transport.consumers.get(stream)?.progress;
  const partitions = (): number[] => {
    const progress = progressOf('deliveries');
    const assigned = progress?.assigned() ?? [];
    return assigned
      .map(({ partition }) => partition)
      .filter((partition) => progress?.isCaughtUp(DELIVERIES, partition) === true);
  };
  return {
    now,
    dispatchLimit: configuration.DISPATCH_LIMIT_SECONDS * MICROS_PER_SECOND,
    windowOf: (adapter) => {
      const known = feed.adapter(adapter);
      return known?.state === 'enabled' ? known.limits.window : 0;
    },
    mayDispatch: (_adapter, partition) => progressOf('deliveries')?.isCaughtUp(DELIVERIES, partition) === true,
    partitions,
    outcomesRead: () => {
      const progress = progressOf('outcomes');
      return (progress?.assigned() ?? []).map(({ partition }) => ({
        partition,
        readUpTo: progress?.readUpTo(DELIVERY_OUTCOMES, partition) ?? 0,
      }));
    },
    deliveryKey: () => link.deliveryKey(),
    answerKey: () => link.answerKey(),
  };
}
