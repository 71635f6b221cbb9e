import type { PostgresEngine } from '@entsync/engines';

import { EXAMPLE_SERVER, prepareExampleDatabase } from '../example/postgresql-example.ts';
import type { Installation } from '../installation.ts';
import { portOf } from '../home/ports.ts';
import { DATABASE, prepareDatabase } from './database.ts';
import { kafkaUnit } from './kafka.ts';
import { postgresUnit, SUPERUSER, superuserPassword } from './postgres.ts';
import type { Backbone } from './services.ts';

export const POSTGRES = 'postgres';

/** Starts Kafka and PostgreSQL, or takes those that are given, and the external system of the example. */
export async function startBackbone(installation: Installation): Promise<Backbone> {
  const [brokers, database] = await Promise.all([
    startBrokers(installation),
    startDatabase(installation),
    startExampleServer(installation),
  ]);
  return { brokers, ...database };
}

async function startBrokers({ options, home, ports, progress, supervision }: Installation): Promise<readonly string[]> {
  if (options.brokers !== undefined) return options.brokers;
  await supervision.add(kafkaUnit(home, ports, progress.doing));
  progress.done(`Kafka answers on 127.0.0.1:${portOf(ports, 'kafka')}`);
  return [`127.0.0.1:${portOf(ports, 'kafka')}`];
}

async function startDatabase(installation: Installation): Promise<Omit<Backbone, 'brokers'>> {
  const { home, ports, progress } = installation;
  const administrator = await findAdministrator(installation);
  await prepareDatabase(home, administrator);
  progress.done(`PostgreSQL answers on ${administrator.host}`);
  return {
    databaseHost: administrator.hostname,
    databasePort: administrator.port === '' ? 5432 : Number(administrator.port),
    database: decodeURIComponent(administrator.pathname.slice(1)),
  };

  async function findAdministrator({ options, supervision, runFile }: Installation): Promise<URL> {
    if (options.database !== undefined) return new URL(options.database);
    const started = (engine: PostgresEngine): void => {
      void runFile.update({ postgres: { host: engine.host, port: engine.port, dataDir: engine.dataDir } });
    };
    await supervision.add(postgresUnit(home, ports, POSTGRES, started));
    const url = new URL(`postgresql://${SUPERUSER}@127.0.0.1:${portOf(ports, POSTGRES)}/${DATABASE}`);
    url.password = await superuserPassword(home, POSTGRES);
    return url;
  }
}

async function startExampleServer({ home, ports, progress, supervision }: Installation): Promise<void> {
  await supervision.add(postgresUnit(home, ports, EXAMPLE_SERVER));
  await prepareExampleDatabase(home, portOf(ports, EXAMPLE_SERVER));
  progress.done(`The example database answers on 127.0.0.1:${portOf(ports, EXAMPLE_SERVER)}`);
}
