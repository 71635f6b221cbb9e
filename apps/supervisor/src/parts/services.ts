import type { Home } from '../home/home.ts';
import { portOf, type Ports } from '../home/ports.ts';
import type { Installation } from '../installation.ts';
import type { Stage, Unit } from '../supervision/unit.ts';
import { isAlive } from './answers-http.ts';
import { passwordFileOf, roleOf, type Schema } from './database.ts';
import { serviceUnit } from './service-unit.ts';

/** What services connect to. */
export interface Backbone {
  readonly brokers: readonly string[];
  readonly databaseHost: string;
  readonly databasePort: number;
  readonly database: string;
}

interface ServiceRow {
  readonly name: string;
  readonly stage: Stage;
  readonly schema?: Schema;
  /** The identity that it needs: its name is the service's. */
  readonly enrols?: { readonly role: 'router' | 'host'; readonly kind?: string };
}

/** Every service of an installation. The store gives the others their identities. */
export const SERVICES: readonly ServiceRow[] = [
  { name: 'mapping-store', stage: 'store', schema: 'store' },
  { name: 'sync-router', stage: 'service', schema: 'router', enrols: { role: 'router' } },
  { name: 'adapter-postgresql', stage: 'service', enrols: { role: 'host', kind: 'postgresql' } },
  { name: 'adapter-ldap', stage: 'service', enrols: { role: 'host', kind: 'ldap' } },
  { name: 'admin', stage: 'service', schema: 'audit' },
];

export const STORE = 'mapping-store';

export function urlOf(ports: Ports, service: string): string {
  return `http://127.0.0.1:${portOf(ports, service)}`;
}

/** A service of the table as a process. */
export function unitOf(installation: Installation, backbone: Backbone, row: ServiceRow): Unit {
  const { home, ports } = installation;
  const url = urlOf(ports, row.name);
  return serviceUnit(installation, {
    name: row.name,
    app: row.name,
    stage: row.stage,
    url,
    ports: [portOf(ports, row.name)],
    answers: () => isAlive(url),
    environment: {
      KAFKA_BROKERS: backbone.brokers.join(','),
      HTTP_PORT: `${portOf(ports, row.name)}`,
      ADMIN_TOKEN_FILE: home.adminTokenFile,
      ...(row.schema === undefined ? {} : databaseEnvironment(home, backbone, row.schema)),
      ...(row.enrols === undefined ? {} : { IDENTITY_FILE: home.identityFile(row.name) }),
      ...(row.enrols?.role === 'host' ? { KEYS_DIRECTORY: home.in('keys'), SPOOL_DIRECTORY: home.in('spool') } : {}),
      ...(row.name === STORE ? { MASTER_SECRET_FILE: home.masterSecretFile } : {}),
    },
  });
}

function databaseEnvironment(home: Home, backbone: Backbone, schema: Schema): Record<string, string> {
  const { databaseHost, databasePort, database } = backbone;
  return {
    DATABASE_URL: `postgresql://${roleOf(schema)}@${databaseHost}:${databasePort}/${encodeURIComponent(database)}`,
    DATABASE_PASSWORD_FILE: passwordFileOf(home, schema),
  };
}
