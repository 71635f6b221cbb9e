import { ADAPTER_STATUS, DELIVERY_OUTCOMES } from '@entsync/contracts';
import { connectDatabase, DatabasePositions, isDatabaseOutage } from '@entsync/database';
import type { Configuration } from '@entsync/config';
import { MICROS_PER_SECOND, type LedgerLimits } from '@entsync/domain';
import { BatchTransport, connectKafka, Publisher, type OutgoingMessage } from '@entsync/messaging';
import { MasterSecret } from '@entsync/secrets';
import { ConsumerMetrics, Timers, transportHealth, type ServiceKit, type ServiceParts } from '@entsync/service';

import type { DataSource } from 'typeorm';

import { ConfigurationPublisher } from './configuration/configuration-publisher.ts';
import { migrations } from './database/migrations.ts';
import { Enrolment } from './enrolment/enrolment.ts';
import { Intake } from './intake/intake.ts';
import { PUBLIC_TOPICS } from './intake/decode-change.ts';
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

/** Connects the store's parts. */
export async function buildStore(kit: StoreKit): Promise<ServiceParts> {
  const { configuration, log, health } = kit;
  const { source, keys, epochs } = await openStore(configuration);
  const kafka = connectKafka({ brokers: configuration.KAFKA_BROKERS, clientId: kit.name }, log.line);
  const publisher = new Publisher(kafka);
  await publisher.connect();
  const now = (): number => publisher.clock.now();
  const publish = (messages: readonly OutgoingMessage[]): Promise<void> => publisher.publish(messages);

  const configurationPublisher = new ConfigurationPublisher({ source, keys, epochs, now, publish });
  const workPublisher = new WorkPublisher({ epochs, deliveryMacKey: keys.deliveryMacKey });
  const parts = { source, keys, now, limits: limitsOf(configuration), epochs, publisher: workPublisher, publish };
  const sweeper = new Sweeper(parts);
  const timers = new Timers(log);
  const keysOffered = (adapterIds: readonly number[]): void => {
    timers.run('configuration', () => configurationPublisher.publish(adapterIds));
  };
  const transport = makeTransport(kit, kafka, publisher, source);
  health.add('consumers', transportHealth(transport));
  return {
    transport,
    module: {
      controllers: [StreamsController],
      providers: [
        { provide: Intake, useValue: new Intake(parts) },
        { provide: Outcomes, useValue: new Outcomes(parts) },
        { provide: Status, useValue: new Status({ source, keysOffered }) },
        { provide: Enrolment, useValue: new Enrolment(source, keys) },
      ],
    },
    started: async () => {
      await configurationPublisher.publish();
      // Every hour begins an epoch, and the next one must be known before.
      timers.every('configuration', HOUR / 4, () => configurationPublisher.publish());
      timers.every('sweep', configuration.SWEEP_INTERVAL_MILLISECONDS, async () => {
        await sweeper.round();
      });
    },
    stopping: () => timers.stop(),
    stopped: async () => {
      await publisher.disconnect();
      await source.destroy();
    },
  };
}

interface OpenStore {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly epochs: EpochKeys;
}

/** Opens the database, and the keys that lie in it under the master secret. */
async function openStore(configuration: StoreConfiguration): Promise<OpenStore> {
  const master = MasterSecret.loadOrCreate(configuration.MASTER_SECRET_FILE, new Date());
  const source = await connectDatabase({
    url: configuration.DATABASE_URL,
    password: configuration.DATABASE_PASSWORD_FILE,
    schema: 'store',
    service: 'mapping-store',
    migrations,
  });
  const keys = new StoreKeys(source, master);
  await keys.load();
  const epochs = new EpochKeys(source, master);
  await epochs.load();
  return { source, keys, epochs };
}

function limitsOf(configuration: StoreConfiguration): Partial<LedgerLimits> {
  return {
    attemptLimit: configuration.ATTEMPT_LIMIT_SECONDS * MICROS_PER_SECOND,
    probeInterval: configuration.PROBE_INTERVAL_SECONDS * MICROS_PER_SECOND,
  };
}

function makeTransport(
  kit: StoreKit,
  kafka: ReturnType<typeof connectKafka>,
  publisher: Publisher,
  source: DataSource,
): BatchTransport {
  const metrics = new ConsumerMetrics(kit.metrics, kit.log, kit.giveUp);
  const stream = {
    service: kit.name,
    publisher,
    positions: new DatabasePositions(source),
    isOutage: isDatabaseOutage,
    maxRecords: 500,
  };
  return new BatchTransport(kafka, {
    changes: { ...stream, name: 'mapping-store.changes', topics: PUBLIC_TOPICS, observer: metrics.observe('changes') },
    outcomes: {
      ...stream,
      name: 'mapping-store.outcomes',
      topics: [DELIVERY_OUTCOMES],
      observer: metrics.observe('outcomes'),
    },
    status: { ...stream, name: 'mapping-store.status', topics: [ADAPTER_STATUS], observer: metrics.observe('status') },
  });
}
