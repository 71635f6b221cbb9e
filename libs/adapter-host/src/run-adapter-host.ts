import type { AdapterDefinition } from '@entsync/adapter-sdk';
import { readConfiguration, type Configuration } from '@entsync/config';
import { connectKafka, Publisher } from '@entsync/messaging';
import { loadIdentity, newId, type Identity } from '@entsync/secrets';
import {
  ConfigurationFeed,
  ConsumerReports,
  Heartbeat,
  HEARTBEAT_INTERVAL,
  runService,
  ServiceEvents,
  Timers,
  type ServiceKit,
  type ServiceParts,
} from '@entsync/service';
import { z } from 'zod';

import { AdapterHost } from './adapter-host.ts';
import { AdaptersController } from './administration/adapters.controller.ts';
import { measureCaptures } from './capturing/measure-captures.ts';
import { OutcomeOutbox } from './delivering/outcome-outbox.ts';
import type { HostParts } from './host-parts.ts';
import { hostSettings } from './host-settings.ts';
import { CallMetrics } from './wrappers/with-metrics.ts';

type HostConfiguration = Configuration<typeof hostSettings>;
type HostKit = ServiceKit<HostConfiguration>;

/** How often targets are asked whether everything that is needed is there, in milliseconds. */
const CHECK_INTERVAL = 60_000;
/** A directory refuses changes while its shim is away. How often that is looked at, in milliseconds: more often than a killed shim needs to be back. */
const SHIM_INTERVAL = 250;

/** Runs a host for adapters of one kind until it is told to end. All that an adapter's application consists of. */
export async function runAdapterHost<Settings>(definition: AdapterDefinition<Settings>): Promise<void> {
  const name = `adapter-${definition.kind}`;
  await runService({
    name,
    readConfiguration: () => readConfiguration(name, hostSettings),
    build: (kit) => buildHost(definition, kit),
  });
}

async function buildHost<Settings>(definition: AdapterDefinition<Settings>, kit: HostKit): Promise<ServiceParts> {
  const { configuration, log, health } = kit;
  const identity = await loadIdentity(configuration.IDENTITY_FILE);
  const parts = await connectParts(kit, identity.store);
  const { feed, publisher, events } = parts;
  const timers = new Timers(log);
  const heartbeat = new Heartbeat(publisher, identity);
  const report = async (): Promise<void> =>
    heartbeat.send({ role: 'host', hosts: hostsOf(definition), adapters: await host.status() });
  const host = new AdapterHost(definition, parts, identity.principal, () => timers.run('heartbeat', report));
  health.add('configuration', () => feed.problem());
  health.add('adapters', () => host.problem);
  measureCaptures(kit.metrics, () => host.adapters.map(({ captures }) => captures.seen));
  return {
    consumers: () => host.adapters.map(({ deliveries }) => deliveries),
    module: { controllers: [AdaptersController], providers: [{ provide: AdapterHost, useValue: host }] },
    started: async () => {
      // A first heartbeat also teaches broker time, before anything is stamped with it.
      await report();
      await feed.start();
      await host.settled();
      timers.every('heartbeat', HEARTBEAT_INTERVAL, report);
      timers.every('shims', SHIM_INTERVAL, async () => {
        await Promise.all(host.adapters.map(({ captures }) => captures.lookAtShim()));
      });
      timers.every('check', CHECK_INTERVAL, async () => {
        await Promise.all(host.adapters.map((adapter) => adapter.check()));
      });
    },
    stopping: async () => {
      await timers.stop();
      await feed.stop();
      await host.stop();
      await events.flush();
    },
    stopped: () => publisher.disconnect(),
  };
}

async function connectParts(kit: HostKit, store: Identity['store']): Promise<HostParts> {
  const { configuration, log, metrics, name } = kit;
  const kafka = connectKafka({ brokers: configuration.KAFKA_BROKERS, clientId: name }, log.line);
  const publisher = new Publisher(kafka);
  await publisher.connect();
  const events = new ServiceEvents(name, publisher, log);
  const reports = new ConsumerReports(kit, events);
  return {
    service: name,
    kafka,
    publisher,
    feed: new ConfigurationFeed({
      kafka,
      reader: `${name}.configuration.${newId()}`,
      store,
      now: () => publisher.clock.now(),
      log,
    }),
    outbox: new OutcomeOutbox(publisher, log),
    events,
    callMetrics: new CallMetrics(metrics),
    observer: (adapter) => reports.observe(adapter),
    log,
    keysDirectory: configuration.KEYS_DIRECTORY,
    spoolDirectory: configuration.SPOOL_DIRECTORY,
  };
}

function hostsOf<Settings>({ kind, accountForm, settingsSchema }: AdapterDefinition<Settings>) {
  return {
    kind,
    accountForm,
    settingsSchema: z.toJSONSchema(settingsSchema, { io: 'input' }) as Record<string, unknown>,
  };
}
