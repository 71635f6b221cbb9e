import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { enrol, makeEnrolmentToken, type StoreClient, type TrackedChange } from '@entsync/api-client';
import {
  decodeMessage,
  deadLetterTopicOf,
  DELIVERIES,
  deliverPasswordV1,
  DELIVERY_OUTCOMES,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  messageType,
  WINDOWS_TO_EXTERNAL,
  type DeliverPasswordV1,
} from '@entsync/contracts';
import {
  connectKafka,
  DEAD_LETTER_HEADERS,
  Publisher,
  type ConsumedRecord,
  type OutgoingMessage,
} from '@entsync/messaging';
import { generateToken, importRecipient, sealTo, type Recipient } from '@entsync/secrets';
import { Client } from 'pg';

import { logsInToPostgres } from '../system/log-in.ts';
import { eventually, TestSystem } from '../system/system.ts';
import { AdapterVoice } from './adapter-voice.ts';
import { ChangeSource, type AnnouncedRecord, type ChangeFacts } from './change-source.ts';
import {
  ADAPTERS,
  adapterEntry,
  applicationEntries,
  type AdapterName,
  type ApplicationName,
  type TargetServer,
} from './configuration.ts';
import { SyncEvents } from './sync-events.ts';
import { TopicLog } from './topic-log.ts';

type Kafka = ReturnType<typeof connectKafka>;

/** Somebody whom no other test knows. */
export interface Person {
  /** `CORP\user`. */
  readonly windows: string;
  /** The role that is theirs at the target. */
  readonly account: string;
}

/** The domain that sources of Windows changes are enrolled for here. */
const DOMAIN = 'CORP';
/** The role that EntSync logs in as to set the passwords of the others. */
const SERVICE_LOGIN = 'flows';
const DEAD_LETTERS = [WINDOWS_TO_EXTERNAL, EXTERNAL_TO_WINDOWS_PARTIAL, DELIVERY_OUTCOMES].map(deadLetterTopicOf);

interface Parts {
  readonly system: TestSystem;
  readonly kafka: Kafka;
  readonly publisher: Publisher;
  readonly server: TargetServer;
  /** The administrator of the server that passwords are set on. */
  readonly database: Client;
  readonly recipient: Recipient;
  readonly producer: ChangeSource;
  readonly events: SyncEvents;
  readonly deliveries: TopicLog;
  readonly deadLetters: readonly TopicLog[];
}

/** A whole installation with adapters, applications and people for the tests of the flows. */
export class FlowSystem {
  readonly events: SyncEvents;
  /** Enrolled for the domain of all people here. */
  readonly producer: ChangeSource;
  readonly #parts: Parts;
  readonly #voices = new Map<AdapterName, Promise<AdapterVoice>>();
  #people = 0;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.events = parts.events;
    this.producer = parts.producer;
  }

  static async start(): Promise<FlowSystem> {
    const system = await TestSystem.start();
    const { publicKey } = await system.store.recipient();
    const recipient = await importRecipient(Buffer.from(publicKey, 'base64'));
    const kafka = connectKafka({ brokers: system.run.kafka.brokers, clientId: 'flows' }, () => undefined);
    const publisher = new Publisher(kafka);
    const [database, producer, events, deliveries, ...deadLetters] = await Promise.all([
      connectAsAdministrator(system),
      enrolProducer(system, recipient, { name: 'flows-producer' }),
      SyncEvents.follow(kafka),
      TopicLog.follow(kafka, DELIVERIES),
      ...DEAD_LETTERS.map((topic) => TopicLog.follow(kafka, topic)),
      publisher.connect(),
    ]);
    const logs = deadLetters.filter((log) => log !== undefined);
    const { host, port, database: name } = system.run.example.postgresql;
    const server = { host, port, database: name, user: SERVICE_LOGIN };
    const flow = new FlowSystem({
      system,
      kafka,
      publisher,
      server,
      database,
      recipient,
      producer,
      events,
      deliveries,
      deadLetters: logs,
    });
    await flow.#configure();
    return flow;
  }

  async remove(): Promise<void> {
    const { system, database, publisher, deliveries, deadLetters } = this.#parts;
    await Promise.all([this.events.stop(), deliveries.stop(), ...deadLetters.map((log) => log.stop())]);
    await Promise.all([database.end(), publisher.disconnect()]);
    await system.remove();
  }

  get store(): StoreClient {
    return this.#parts.system.store;
  }

  /** Somebody new, mapped to an account of their own in these applications. */
  async person(...applications: readonly ApplicationName[]): Promise<Person> {
    this.#people += 1;
    const account = `person${this.#people}`;
    const windows = `${DOMAIN}\\${account}`;
    await this.#parts.database.query(`create role ${account} login`);
    await this.map(windows, account, ...applications);
    return { windows, account };
  }

  async map(windows: string, account: string, ...applications: readonly ApplicationName[]): Promise<void> {
    if (applications.length === 0) return;
    await this.apply({ mappings: applications.map((application) => ({ windows, application, account })) });
  }

  /** Makes the installation what the document says. Throws for what the store refuses. */
  async apply(document: object): Promise<void> {
    const { problems } = await this.tryApply(document);
    if (problems.length > 0) throw new Error(`The store refuses: ${JSON.stringify(problems)}`);
  }

  tryApply(document: object, logins: Readonly<Record<string, string>> = {}): ReturnType<StoreClient['apply']> {
    return this.store.apply({ document: { format: 'entsync-1', ...document }, logins, preview: false });
  }

  /** Changes one of the named adapters. Without changes it becomes what it was. */
  change(adapter: AdapterName, changes: object = {}): Promise<void> {
    return this.apply({ adapters: [adapterEntry(adapter, this.#parts.server, changes)] });
  }

  /** Another adapter with the flags of one of the named ones, as a document names it. */
  adapterLike(adapter: AdapterName, name: string): object {
    return { ...adapterEntry(adapter, this.#parts.server), name };
  }

  /** Publishes while the system is set like this, and until the store has looked at it. */
  async while(settings: Readonly<Record<string, boolean>>, publish: () => Promise<string>): Promise<string> {
    await this.apply({ system: settings });
    try {
      const trackingId = await publish();
      await this.events.any(trackingId);
      return trackingId;
    } finally {
      const before = Object.entries(settings).map(([name, value]) => [name, !value] as const);
      await this.apply({ system: Object.fromEntries(before) });
    }
  }

  /** Announces that the person's Windows password was changed. Resolves to the tracking id. */
  async announce({ windows }: Pick<Person, 'windows'>, facts: ChangeFacts): Promise<string> {
    return this.publish(await this.producer.windows(windows, facts));
  }

  /** Announces, and waits until every target has what it is owed. */
  async settle(person: Person, facts: ChangeFacts, states?: readonly string[]): Promise<TrackedChange> {
    return this.untilSettled(await this.announce(person, facts), states);
  }

  /** Reports that the person's password was changed at the adapter's target. Resolves to the tracking id. */
  async report(adapter: AdapterName, { account }: Pick<Person, 'account'>, facts: ChangeFacts): Promise<string> {
    const { source } = await this.voice(adapter);
    return this.publish(await source.external(adapter, account, facts));
  }

  async publish({ trackingId, record }: AnnouncedRecord): Promise<string> {
    await this.send(record);
    return trackingId;
  }

  /** Records that are sent together are handled together. */
  send(...records: readonly OutgoingMessage[]): Promise<void> {
    return this.#parts.publisher.publish(records);
  }

  untilSettled(trackingId: string, states?: readonly string[]): Promise<TrackedChange> {
    return this.#parts.system.untilSettled(trackingId, states, 20);
  }

  voice(adapter: AdapterName): Promise<AdapterVoice> {
    const { kafka, system, recipient } = this.#parts;
    const voice = this.#voices.get(adapter) ?? AdapterVoice.load(kafka, system.home, adapter, recipient);
    this.#voices.set(adapter, voice);
    return voice;
  }

  /** Whom passwords are sealed to. */
  get recipient(): Recipient {
    return this.#parts.recipient;
  }

  /** Somebody else who may announce changes. */
  enrolProducer(name: string): Promise<ChangeSource> {
    return enrolProducer(this.#parts.system, this.#parts.recipient, { name });
  }

  /** The newest revision of the delivery that the change caused, as the store has published it. */
  async delivery(trackingId: string, revision = 1): Promise<DeliverPasswordV1> {
    const isIt = (record: ConsumedRecord): boolean => {
      const data = readDelivery(record);
      return data?.trackingId === trackingId && data.revision === revision;
    };
    return readDelivery(await this.#parts.deliveries.find(`revision ${revision} of ${trackingId}`, isIt, 20))!;
  }

  /** The dead letter that the record with this CloudEvents id became. */
  async deadLetter(topic: string, id: string): Promise<{ readonly reason: string; readonly detail: string }> {
    const log = this.deadLettersOf(topic);
    const { headers } = await log.find(`the record ${id}`, (record) => record.headers['ce_id']?.toString() === id, 10);
    return {
      reason: `${headers[DEAD_LETTER_HEADERS.reason]?.toString()}`,
      detail: `${headers[DEAD_LETTER_HEADERS.detail]?.toString()}`,
    };
  }

  deadLettersOf(topic: string): TopicLog {
    return this.#parts.deadLetters.find((each) => each.topic === deadLetterTopicOf(topic))!;
  }

  /** When the password that is stored for the person in this application was changed; `null` while there is none. */
  async storedSince({ windows }: Person, application: ApplicationName): Promise<number | null> {
    const [person] = await this.store.people(windows);
    return person!.targets.find((target) => target.application === application)!.storedSince;
  }

  async windowsPasswordSince({ windows }: Pick<Person, 'windows'>): Promise<number | null> {
    const [person] = await this.store.people(windows);
    return person!.windowsPasswordSince;
  }

  /** Whether nothing is stored for the person, and nothing owed. */
  async isUntouched({ windows }: Pick<Person, 'windows'>): Promise<boolean> {
    const [person] = await this.store.people(windows);
    const { windowsPasswordSince, targets, deliveries } = person!;
    return (
      windowsPasswordSince === null && deliveries.length === 0 && targets.every((each) => each.storedSince === null)
    );
  }

  logsIn({ account }: Person, password: string): Promise<boolean> {
    return logsInToPostgres(this.#parts.system.run.example.postgresql, account, password);
  }

  dropRole({ account }: Person): Promise<unknown> {
    return this.#parts.database.query(`drop role ${account}`);
  }

  /** A counter of the mapping store, over everything that has this label. */
  async counter(name: string, label: string): Promise<number> {
    const { url } = this.#parts.system.run.services['mapping-store']!;
    const text = await (await fetch(new URL('/metrics', url))).text();
    const lines = text.split('\n').filter((line) => line.includes(`${name}{`) && line.includes(label));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** The store's own database, for what no public way leads to. */
  async inStoreDatabase(sql: string, values: readonly unknown[]): Promise<readonly unknown[]> {
    const { home, run } = this.#parts.system;
    const client = new Client({
      host: run.postgres.host,
      port: run.postgres.port,
      user: 'postgres',
      password: await superuserPassword(home, 'postgres'),
      database: 'entsync',
    });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
      return rows;
    } finally {
      await client.end();
    }
  }

  async #configure(): Promise<void> {
    const { database, server, recipient } = this.#parts;
    const password = generateToken();
    await database.query(`create role ${SERVICE_LOGIN} login createrole noinherit password '${password}'`);
    // What it makes it may administer, and no more.
    await database.query(`set role ${SERVICE_LOGIN}`);
    const names = Object.keys(ADAPTERS) as AdapterName[];
    const sealed = await sealTo(recipient, 'administered-password', Buffer.from(password));
    const logins = Object.fromEntries(names.map((name) => [name, Buffer.from(sealed).toString('base64')]));
    const adapters = names.map((name) => adapterEntry(name, server));
    const { problems } = await this.tryApply({ adapters, applications: applicationEntries() }, logins);
    if (problems.length > 0) throw new Error(`The store refuses: ${JSON.stringify(problems)}`);
    await this.#untilServed(names);
  }

  /** The store knows every adapter's key, and its host reads its deliveries. */
  async #untilServed(names: readonly AdapterName[]): Promise<void> {
    const host = this.#parts.system.installation.client('adapter-postgresql');
    await eventually(
      'every adapter is served',
      async () => {
        const known = new Set((await this.store.principals()).map(({ name }) => name));
        const isKnown = names.every((name) => known.has(`adapter.${name}`));
        return isKnown && (await host.health()).state === 'ready';
      },
      120,
    );
  }
}

async function enrolProducer(
  system: TestSystem,
  recipient: Recipient,
  { name }: { readonly name: string },
): Promise<ChangeSource> {
  const store = system.installation.client('mapping-store');
  const token = await makeEnrolmentToken(store, { role: 'producer', name, domains: [DOMAIN] });
  const identity = await enrol(store, token, path.join(system.home, 'identities', `${name}.json`));
  return new ChangeSource(identity.principal, identity.signing, recipient);
}

async function connectAsAdministrator(system: TestSystem): Promise<Client> {
  const { host, port, database } = system.run.example.postgresql;
  const password = await superuserPassword(system.home, 'example-postgresql');
  const client = new Client({ host, port, database, user: 'postgres', password });
  await client.connect();
  return client;
}

async function superuserPassword(home: string, server: string): Promise<string> {
  return (await readFile(path.join(home, 'secrets', `${server}-superuser`), 'utf8')).trim();
}

function readDelivery(record: ConsumedRecord): DeliverPasswordV1 | undefined {
  const isDelivery = record.headers['ce_type']?.toString() === messageType(deliverPasswordV1);
  return isDelivery ? decodeMessage([deliverPasswordV1], record).data : undefined;
}
