import { ADAPTER_STATUS, adapterTopic, DELIVERY_OUTCOMES, TOPICS, type TopicDefinition } from '@entsync/contracts';
import { connectDatabase, DatabasePositions, isDatabaseOutage } from '@entsync/database';
import type { Configuration } from '@entsync/config';
import { MICROS_PER_SECOND, type LedgerLimits } from '@entsync/domain';
import { BatchTransport, connectKafka, Publisher, TopicAdmin, type OutgoingMessage } from '@entsync/messaging';
import { MasterSecret } from '@entsync/secrets';
import {
  ConsumerReports,
  ServiceEvents,
  Timers,
  transportHealth,
  type ServiceKit,
  type ServiceParts,
} from '@entsync/service';

import type { Provider } from '@nestjs/common';
import type { DataSource } from 'typeorm';

import { AccountActions } from './administration/account-actions.ts';
import { AccountViews } from './administration/account-views.ts';
import { Apply } from './administration/apply/apply.ts';
import { RequestedWork } from './administration/requested-work.ts';
import { SecretController } from './administration/secret.controller.ts';
import { StoreController } from './administration/store.controller.ts';
import { ConfigurationPublisher } from './configuration/configuration-publisher.ts';
import { migrations } from './database/migrations.ts';
import { loadDirectory } from './directory/load-directory.ts';
import { EnrolmentController } from './enrolment/enrolment.controller.ts';
import { Enrolment } from './enrolment/enrolment.ts';
import { Intake } from './intake/intake.ts';
import { PUBLIC_TOPICS } from './intake/decode-change.ts';
import { checkMasterSecret } from './keys/check-master-secret.ts';
import { destroyOldEpochs } from './keys/destroy-old-epochs.ts';
import { EpochKeys } from './keys/epoch-keys.ts';
import { StoreKeys } from './keys/store-keys.ts';
import { WorkPublisher } from './ledger/work-publisher.ts';
import { Outcomes } from './outcomes/outcomes.ts';
import type { storeSettings } from './settings.ts';
import { Status } from './status/status.ts';
import { StreamsController } from './streams.controller.ts';
import { Sweeper } from './sweep/sweeper.ts';

type StoreConfiguration = Configuration<typeof storeSettings>;
type StoreKit = ServiceKit<StoreConfiguration>;

const HOUR = 60 * 60 * 1_000;

/** Nobody waits for an outcome as for a change: many at once are cheaper. In milliseconds. */
const OUTCOMES_GATHER = 200;

/** Connects the store's parts. */
export async function buildStore(kit: StoreKit): Promise<ServiceParts> {
  const { configuration, log, health } = kit;
  const opened = await openStore(configuration);
  const { source } = opened;
  const kafka = connectKafka({ brokers: configuration.KAFKA_BROKERS, clientId: kit.name }, log.line);
  const ensureTopics = await prepareTopics(kafka, configuration, source);
  const publisher = new Publisher(kafka);
  await publisher.connect();
  const timers = new Timers(log);
  const events = new ServiceEvents(kit.name, publisher, log);
  const parts = connectParts(kit, opened, { publisher, timers, events, ensureTopics });
  const transport = makeTransport(kit.name, new ConsumerReports(kit, events), { kafka, publisher, source });
  health.add('consumers', transportHealth(transport));
  return {
    transport,
    module: { controllers: CONTROLLERS, providers: parts.providers },
    started: async () => {
      await parts.publishConfiguration();
      // Every hour begins an epoch, and the next one must be known before.
      timers.every('configuration', HOUR / 4, async () => {
        await destroyOldEpochs(source, opened.epochs, publisher.clock.now());
        await parts.publishConfiguration();
      });
      timers.every('sweep', configuration.SWEEP_INTERVAL_MILLISECONDS, () => parts.sweep());
    },
    stopping: () => timers.stop(),
    stopped: async () => {
      await events.flush();
      await publisher.disconnect();
      await source.destroy();
    },
  };
}

const CONTROLLERS = [StreamsController, StoreController, EnrolmentController, SecretController];

interface Connected {
  readonly publisher: Publisher;
  readonly timers: Timers;
  readonly events: ServiceEvents;
  readonly ensureTopics: (topics: readonly TopicDefinition[]) => Promise<void>;
}

interface StoreParts {
  readonly providers: Provider[];
  readonly publishConfiguration: (adapterIds?: readonly number[]) => Promise<void>;
  readonly sweep: () => Promise<void>;
}

/** Puts the parts together that share keys, database and publisher. */
function connectParts(kit: StoreKit, { master, source, keys, epochs }: OpenStore, connected: Connected): StoreParts {
  const { publisher, timers, events, ensureTopics } = connected;
  const now = (): number => publisher.clock.now();
  const publish = (messages: readonly OutgoingMessage[]): Promise<void> => publisher.publish(messages);
  const configuration = new ConfigurationPublisher({ source, keys, epochs, now, publish });
  const publishConfiguration = (adapterIds?: readonly number[]): Promise<void> => configuration.publish(adapterIds);
  const publishSoon = (adapterIds?: readonly number[]): void => {
    timers.run('configuration', () => publishConfiguration(adapterIds));
  };
  const workPublisher = new WorkPublisher({ epochs, deliveryMacKey: keys.deliveryMacKey });
  const work = { source, keys, now, limits: limitsOf(kit.configuration) };
  const parts = { ...work, epochs, publisher: workPublisher, publish };
  const sweeper = new Sweeper(parts);
  const requested = new RequestedWork({ source, publisher: workPublisher, publish });
  const administered = { source, keys, work, requested };
  return {
    publishConfiguration,
    sweep: async () => {
      await sweeper.round();
    },
    providers: [
      { provide: Intake, useValue: new Intake(parts) },
      { provide: Outcomes, useValue: new Outcomes(parts) },
      { provide: Status, useValue: new Status({ source, keysOffered: publishSoon }) },
      { provide: Enrolment, useValue: new Enrolment({ source, keys, events, changed: publishSoon }) },
      {
        provide: Apply,
        useValue: new Apply({ ...administered, events, ensureTopics, published: publishConfiguration }),
      },
      { provide: AccountActions, useValue: new AccountActions(administered) },
      { provide: AccountViews, useValue: new AccountViews(source) },
      { provide: StoreKeys, useValue: keys },
      { provide: MasterSecret, useValue: master },
    ],
  };
}

/** Makes the topics that are missing; answers how to make more. */
async function prepareTopics(
  kafka: ReturnType<typeof connectKafka>,
  configuration: StoreConfiguration,
  source: DataSource,
): Promise<Connected['ensureTopics']> {
  const { system, adaptersByName } = await loadDirectory(source.manager);
  const settings = {
    replicationFactor: configuration.TOPIC_REPLICATION_FACTOR,
    minInSyncReplicas: configuration.TOPIC_MIN_IN_SYNC_REPLICAS,
    syncAgeHours: system.syncAgeHours,
  };
  const ensure = async (topics: readonly TopicDefinition[]): Promise<void> => {
    if (topics.length === 0) return;
    // One for each time: of a client that is connected anew, kafkajs closes the new connection when the old one's end is heard late.
    const admin = new TopicAdmin(kafka);
    await admin.connect();
    try {
      await admin.ensureTopics(topics, settings);
    } finally {
      await admin.disconnect();
    }
  };
  await ensure([...TOPICS, ...[...adaptersByName.values()].map(({ name }) => adapterTopic(name))]);
  return ensure;
}

interface OpenStore {
  readonly master: MasterSecret;
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly epochs: EpochKeys;
}

/** Opens the database, and the keys that lie in it under the master secret. */
async function openStore(configuration: StoreConfiguration): Promise<OpenStore> {
  const source = await connectDatabase({
    url: configuration.DATABASE_URL,
    password: configuration.DATABASE_PASSWORD_FILE,
    schema: 'store',
    service: 'mapping-store',
    migrations,
  });
  await checkMasterSecret(source, configuration.MASTER_SECRET_FILE);
  const master = MasterSecret.loadOrCreate(configuration.MASTER_SECRET_FILE, new Date());
  const keys = new StoreKeys(source, master);
  await keys.load();
  const epochs = new EpochKeys(source, master);
  await epochs.load();
  return { master, source, keys, epochs };
}

function limitsOf(configuration: StoreConfiguration): Partial<LedgerLimits> {
  return {
    attemptLimit: configuration.ATTEMPT_LIMIT_SECONDS * MICROS_PER_SECOND,
    probeInterval: configuration.PROBE_INTERVAL_SECONDS * MICROS_PER_SECOND,
  };
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
    isOutage: isDatabaseOutage,
    maxRecords: 500,
  };
  return new BatchTransport(kafka, {
    changes: { ...stream, name: 'mapping-store.changes', topics: PUBLIC_TOPICS, observer: reports.observe('changes') },
    outcomes: {
      ...stream,
      name: 'mapping-store.outcomes',
      topics: [DELIVERY_OUTCOMES],
      gatherFor: OUTCOMES_GATHER,
      observer: reports.observe('outcomes'),
    },
    status: { ...stream, name: 'mapping-store.status', topics: [ADAPTER_STATUS], observer: reports.observe('status') },
  });
}
