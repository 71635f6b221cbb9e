import type { Configuration } from '@entsync/config';
import { ADAPTER_STATUS, SYNC_EVENTS } from '@entsync/contracts';
import { connectDatabase, DatabasePositions, isDatabaseOutage } from '@entsync/database';
import { MICROS_PER_HOUR } from '@entsync/domain';
import { BatchConsumer, BatchTransport, connectKafka, Publisher } from '@entsync/messaging';
import {
  ConsumerReports,
  ServiceEvents,
  Timers,
  transportHealth,
  type ServiceKit,
  type ServiceParts,
} from '@entsync/service';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { migrations } from './database/migrations.ts';
import { DeadLetterIntake } from './dead-letters/dead-letter-intake.ts';
import { DeadLetterStream } from './dead-letters/dead-letter-stream.ts';
import { DeadLettersController } from './dead-letters/dead-letters.controller.ts';
import { DeadLetterSettling } from './dead-letters/settle-dead-letter.ts';
import { EventLog } from './events/event-log.ts';
import { EventsController } from './events/events.controller.ts';
import { measureOperations } from './measure-operations.ts';
import { removeExpired } from './remove-expired.ts';
import { ServicesController } from './services/services.controller.ts';
import { Statuses } from './services/statuses.ts';
import type { adminSettings } from './settings.ts';
import { StreamsController } from './streams.controller.ts';
import { BrokerView } from './topics/broker-view.ts';
import { TopicsController } from './topics/topics.controller.ts';

type AdminConfiguration = Configuration<typeof adminSettings>;
type AdminKit = ServiceKit<AdminConfiguration>;

/** In milliseconds. */
const HOUR = 60 * 60 * 1_000;

/** Connects the parts of the service for operators. */
export async function buildAdmin(kit: AdminKit): Promise<ServiceParts> {
  const { configuration, log, health } = kit;
  const connections = await connect(kit);
  const { publisher, source } = connections;
  const events = new ServiceEvents(kit.name, publisher, log);
  const reports = new ConsumerReports(kit, events);
  const transport = makeTransport(kit, connections, reports);
  const deadLetters = makeDeadLetterStream(kit, connections, reports);
  const timers = new Timers(log);
  const look = (): Promise<void> => deadLetters.look();
  const retain = (): Promise<void> =>
    removeExpired(source, publisher.clock.now() - configuration.AUDIT_RETENTION_DAYS * 24 * MICROS_PER_HOUR);
  health.add('consumers', transportHealth(transport));
  health.add('dead-letters', () => deadLetters.problem());
  measureOperations(kit.metrics, connections);
  return {
    transport,
    module: { controllers: CONTROLLERS, providers: makeProviders(connections) },
    started: () => {
      timers.run('dead-letters', look);
      timers.every('dead-letters', configuration.TOPIC_LOOK_INTERVAL_MILLISECONDS, look);
      timers.run('retention', retain);
      timers.every('retention', HOUR, retain);
    },
    stopping: async () => {
      await timers.stop();
      await deadLetters.stop();
    },
    stopped: async () => {
      await events.flush();
      await publisher.disconnect();
      await source.destroy();
    },
  };
}

const CONTROLLERS = [StreamsController, EventsController, ServicesController, TopicsController, DeadLettersController];

interface Connections {
  readonly kafka: ReturnType<typeof connectKafka>;
  readonly publisher: Publisher;
  readonly brokers: BrokerView;
  readonly source: DataSource;
}

async function connect({ name, configuration, log }: AdminKit): Promise<Connections> {
  const source = await connectDatabase({
    url: configuration.DATABASE_URL,
    password: configuration.DATABASE_PASSWORD_FILE,
    schema: 'audit',
    service: name,
    migrations,
  });
  const kafka = connectKafka({ brokers: configuration.KAFKA_BROKERS, clientId: name }, log.line);
  const publisher = new Publisher(kafka);
  await publisher.connect();
  return { kafka, publisher, brokers: new BrokerView(kafka), source };
}

function makeProviders({ source, publisher, brokers }: Connections): Provider[] {
  const settling = new DeadLetterSettling({
    source,
    listTopics: () => brokers.listTopics(),
    publish: (messages) => publisher.publish(messages),
    now: () => publisher.clock.now(),
  });
  return [
    { provide: EventLog, useValue: new EventLog(source) },
    { provide: Statuses, useValue: new Statuses(source) },
    { provide: DeadLetterSettling, useValue: settling },
    { provide: BrokerView, useValue: brokers },
    { provide: Publisher, useValue: publisher },
    { provide: DataSource, useValue: source },
  ];
}

function makeTransport(kit: AdminKit, connections: Connections, reports: ConsumerReports): BatchTransport {
  const { kafka, publisher, source } = connections;
  const stream = {
    service: kit.name,
    publisher,
    positions: new DatabasePositions(source),
    isOutage: isDatabaseOutage,
  };
  return new BatchTransport(kafka, {
    events: {
      ...stream,
      name: 'admin.events',
      topics: [SYNC_EVENTS],
      gatherFor: EVENTS_GATHER,
      observer: reports.observe('events'),
      // Each of them may hold hundreds of events.
      maxRecords: 50,
    },
    statuses: { ...stream, name: 'admin.statuses', topics: [ADAPTER_STATUS], observer: reports.observe('statuses') },
  });
}

/** Events are for people: many at once are cheaper. In milliseconds. */
const EVENTS_GATHER = 200;

function makeDeadLetterStream(kit: AdminKit, connections: Connections, reports: ConsumerReports): DeadLetterStream {
  const { kafka, publisher, source, brokers } = connections;
  const intake = new DeadLetterIntake(source);
  const observer = reports.observe('dead-letters');
  return new DeadLetterStream({
    listTopics: () => brokers.listTopics(),
    makeConsumer: (topics) =>
      new BatchConsumer(kafka, {
        name: 'admin.dead-letters',
        topics,
        service: kit.name,
        handler: (batch) => intake.handle(batch),
        publisher,
        positions: new DatabasePositions(source),
        // There are no dead letters of dead letters: whatever fails is tried again.
        isOutage: () => true,
        observer,
        maxRecords: 100,
      }),
  });
}
