import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeMessage, eventsRecordedV1, SYNC_EVENTS, TOPICS, type RecordedEvent } from '@entsync/contracts';
import {
  chooseFreePorts,
  installKafka,
  removePostgresData,
  startKafka,
  startPostgres,
  type KafkaEngine,
  type PostgresEngine,
} from '@entsync/engines';
import { connectKafka, Publisher, readTopic, TopicAdmin, type ConsumedRecord } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { Client } from 'pg';

import { AdminProcess } from './admin-process.ts';

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/entsync/kafka_2.13-4.3.1');
const SINGLE_BROKER = { replicationFactor: 1, minInSyncReplicas: 1, syncAgeHours: 72 };
const PASSWORD = `Audit-${newId()}`;
const SUPERUSER_PASSWORD = `Admin-${newId()}`;
const TOKEN = newId();

/** A broker and a database with what belongs there, and the service on them. */
export class AdminLab {
  readonly kafka: ReturnType<typeof connectKafka>;
  readonly publisher: Publisher;
  readonly #folder: string;
  readonly #broker: KafkaEngine;
  readonly #database: PostgresEngine;
  admin: AdminProcess;

  static async start(): Promise<AdminLab> {
    const folder = await mkdtemp(join(tmpdir(), 'entsync-admin-'));
    // PostgreSQL does not run as root: the account that it runs as has to get there.
    await chmod(folder, 0o711);
    const [port = 0, controllerPort = 0, databasePort = 0] = await chooseFreePorts(3);
    const dataDir = join(folder, 'kafka');
    const jarsDir = await installKafka(CACHE);
    const [broker, database] = await Promise.all([
      startKafka({ dataDir, logFile: join(folder, 'kafka.log'), port, controllerPort, jarsDir }),
      startPostgres({
        dataDir: join(folder, 'postgres'),
        logFile: join(folder, 'postgres.log'),
        port: databasePort,
        superuser: 'admin',
        superuserPassword: SUPERUSER_PASSWORD,
        settings: { fsync: 'off' },
      }),
    ]);
    await query(database, 'admin', SUPERUSER_PASSWORD, [
      `create role entsync_audit login password '${PASSWORD}'`,
      'create schema audit authorization entsync_audit',
    ]);
    await writeSecrets(folder);
    const kafka = connectKafka({ brokers: broker.brokers, clientId: 'test' }, () => undefined);
    await ensureTopics(kafka);
    const publisher = new Publisher(kafka);
    await publisher.connect();
    const admin = await startAdmin(folder, broker, database).catch(async (error: unknown) => {
      await publisher.disconnect();
      await stopServers(folder, broker, database);
      throw error;
    });
    return new AdminLab({ folder, broker, database, kafka, publisher, admin });
  }

  private constructor(parts: {
    folder: string;
    broker: KafkaEngine;
    database: PostgresEngine;
    kafka: ReturnType<typeof connectKafka>;
    publisher: Publisher;
    admin: AdminProcess;
  }) {
    this.#folder = parts.folder;
    this.#broker = parts.broker;
    this.#database = parts.database;
    this.kafka = parts.kafka;
    this.publisher = parts.publisher;
    this.admin = parts.admin;
  }

  async startAdmin(): Promise<void> {
    this.admin = await startAdmin(this.#folder, this.#broker, this.#database);
  }

  get databaseUrl(): string {
    return urlOf(this.#database);
  }

  get databasePassword(): string {
    return PASSWORD;
  }

  /** As the service's own role. Answers the rows of the last statement. */
  query<Row>(...statements: string[]): Promise<Row[]> {
    return query(this.#database, 'entsync_audit', PASSWORD, ['set search_path = audit', ...statements]) as Promise<
      Row[]
    >;
  }

  async ensureTopics(definitions: Parameters<TopicAdmin['ensureTopics']>[0]): Promise<void> {
    await ensureTopics(this.kafka, definitions);
  }

  async deleteTopic(topic: string): Promise<void> {
    await this.#withBrokers((admin) => admin.deleteTopics({ topics: [topic] }));
  }

  /** A group that has handled each partition up to this offset. */
  async commit(groupId: string, topic: string, offset: number): Promise<void> {
    await this.#withBrokers(async (admin) => {
      const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition }) => ({
        partition,
        offset: `${offset}`,
      }));
      await admin.setOffsets({ groupId, topic, partitions });
    });
  }

  async lagOf(group: string, topic: string): Promise<number> {
    const admin = new TopicAdmin(this.kafka);
    await admin.connect();
    const [lag] = await admin.lagOf(group, [topic]);
    await admin.disconnect();
    return lag?.lag ?? 0;
  }

  async #withBrokers(work: (admin: ReturnType<AdminLab['kafka']['admin']>) => Promise<unknown>): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    await work(admin);
    await admin.disconnect();
  }

  /** One record of `sync-events`, in the name of the store. */
  async record(events: readonly Partial<RecordedEvent>[], id: string = newId()): Promise<void> {
    const message = encodeMessage(eventsRecordedV1, {
      id,
      source: '/entsync/mapping-store',
      time: new Date(),
      data: { service: 'mapping-store', events: events.map(toEvent) },
    });
    await this.publisher.publish([{ topic: SYNC_EVENTS, ...message }]);
  }

  async read(topic: string): Promise<ConsumedRecord[]> {
    const records: ConsumedRecord[] = [];
    await readTopic(this.kafka, { topic, reader: newId() }, (record) => records.push(record));
    return records;
  }

  async close(): Promise<void> {
    await this.admin.stop();
    await this.publisher.disconnect();
    await stopServers(this.#folder, this.#broker, this.#database);
  }
}

function toEvent(event: Partial<RecordedEvent>): RecordedEvent {
  return { id: 20_011, symbol: 'ENTSYNC_INFO_DELIVERY_APPLIED', at: 1_000, parameters: {}, ...event };
}

function startAdmin(folder: string, broker: KafkaEngine, database: PostgresEngine): Promise<AdminProcess> {
  const settings = {
    KAFKA_BROKERS: broker.brokers.join(),
    DATABASE_URL: urlOf(database),
    DATABASE_PASSWORD_FILE: join(folder, 'database-password'),
    ADMIN_TOKEN_FILE: join(folder, 'admin-token'),
    TOPIC_LOOK_INTERVAL_MILLISECONDS: '200',
    LOG_LEVEL: 'warn',
  };
  return AdminProcess.start(settings, TOKEN);
}

async function stopServers(folder: string, broker: KafkaEngine, database: PostgresEngine): Promise<void> {
  await Promise.all([broker.stop(), database.stop()]);
  await removePostgresData(database.dataDir);
  await rm(folder, { recursive: true, force: true });
}

function urlOf({ host, port }: PostgresEngine): string {
  return `postgresql://entsync_audit@${host}:${port}/postgres`;
}

async function writeSecrets(folder: string): Promise<void> {
  await writeFile(join(folder, 'database-password'), PASSWORD, { mode: 0o600 });
  await writeFile(join(folder, 'admin-token'), TOKEN, { mode: 0o600 });
}

async function ensureTopics(kafka: AdminLab['kafka'], definitions = TOPICS): Promise<void> {
  const admin = new TopicAdmin(kafka);
  await admin.connect();
  await admin.ensureTopics(definitions, SINGLE_BROKER);
  await admin.disconnect();
}

async function query(
  { host, port }: PostgresEngine,
  user: string,
  password: string,
  statements: readonly string[],
): Promise<unknown[]> {
  const client = new Client({ host, port, user, password, database: 'postgres', ssl: false });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as unknown[];
    return rows;
  } finally {
    await client.end();
  }
}
