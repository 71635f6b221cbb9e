/** What a project may import in production code. */
export interface AllowedImports {
  /** Types of our projects (`type:` in package.json), or a library by name. Its `scope:` must be the importer's own, or shared. */
  readonly ours: readonly string[];
  /** Packages of others, and `node` for all that Node brings. */
  readonly others: (packageName: string) => boolean;
  /** What to do instead. */
  readonly instead: string;
}

const any = (): boolean => true;
const only =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);
const anyButOfServices = (name: string): boolean => !/^(@nestjs\/.*|fastify|rxjs|typeorm|pino|prom-client)$/.test(name);

/** What may import what: a row is the `type:` that a project's package.json gives it. */
export const ALLOWED_IMPORTS: Readonly<Record<string, AllowedImports>> = {
  domain: {
    ours: [],
    others: only(),
    instead: 'Pass in what it needs: a value, a function, the time.',
  },
  contracts: {
    ours: ['domain'],
    others: only('zod'),
    instead:
      'Contracts say what messages and events look like. What acts belongs to the library that sends or reads them.',
  },
  sdk: {
    ours: ['domain', '@entsync/secrets'],
    others: only('zod', 'node'),
    instead: 'Every adapter inherits what the sdk imports. Offer an interface, and let the host implement it.',
  },
  adapter: {
    ours: ['domain', 'sdk'],
    others: anyButOfServices,
    instead: "An adapter knows the sdk and its target's client. Logs, metrics, deadlines and messages are the host's.",
  },
  engines: {
    ours: [],
    others: anyButOfServices,
    instead: 'Engines start servers for anybody. Let the caller pass in what they need.',
  },
  infra: {
    ours: ['domain', 'contracts', 'infra'],
    others: any,
    instead: 'Infrastructure does not know who uses it. Take an interface, and let the service implement it.',
  },
  client: {
    ours: ['domain', 'contracts', '@entsync/messaging', '@entsync/secrets'],
    others: anyButOfServices,
    instead: "A client runs in other people's programs. Return a value or throw, and leave the rest to them.",
  },
  service: {
    ours: ['domain', 'contracts', 'infra'],
    others: any,
    instead: 'Every service is made of this. What one kind of service needs belongs to that service.',
  },
  host: {
    ours: ['domain', 'contracts', 'infra', 'service', 'sdk'],
    others: any,
    instead: 'A host runs any adapter. Let the app give it the adapter.',
  },
  cli: {
    ours: ['domain', 'contracts', 'client', '@entsync/config', '@entsync/messaging', '@entsync/secrets'],
    others: anyButOfServices,
    instead: 'A command asks a service. Add the question to @entsync/api-client.',
  },
  app: {
    ours: ['domain', 'contracts', 'infra', 'service', 'client', 'host', 'adapter'],
    others: any,
    instead: "Engines are for tests and the supervisor, the sdk for adapters, another scope's adapter for its own app.",
  },
};

/** Who may import more than the row of its type. */
export const ALSO_ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // It runs the embedded Kafka and PostgreSQL.
  '@entsync/supervisor': ['engines'],
};

/** Files that a rule leaves alone. */
export const EXCEPTIONS = [
  // A cluster id guards nothing, and engines import no library of ours.
  { files: ['libs/engines/src/kafka/format-storage.ts'], rules: { 'no-restricted-globals': 'off' } },
  // It compares the tests of the flows with the tables that the store runs.
  { files: ['test/flows/flow-tables.ts'], rules: { 'no-restricted-imports': 'off' } },
  // It measures what bare Kafka costs, to compare EntSync with.
  { files: ['test/bench/chain/*.ts'], rules: { 'no-restricted-imports': 'off' } },
] as const;
