import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { ServiceClient } from './service-client.ts';

/** What `run.json` tells about an installation on this machine. Never a secret: paths of files that hold one. */
export interface RunFile {
  readonly state: 'starting' | 'ready' | 'stopping';
  readonly supervisor: { readonly pid: number };
  readonly kafka: { readonly brokers: readonly string[] };
  readonly postgres: { readonly host: string; readonly port: number; readonly dataDir: string };
  readonly services: Readonly<Record<string, { readonly pid: number; readonly url: string }>>;
  /** What runs beside the services and has no HTTP: servers, capture shims. */
  readonly processes: Readonly<Record<string, { readonly pid: number }>>;
  readonly admin: { readonly tokenFile: string };
  readonly identities: { readonly cli: string };
  readonly masterSecretFile: string;
  readonly example: {
    readonly postgresql: {
      readonly host: string;
      readonly port: number;
      readonly database: string;
      readonly accounts: readonly string[];
    };
  };
  readonly lab?: {
    readonly openldap: {
      readonly ldapUrl: string;
      readonly ldapsUrl: string;
      readonly caFile: string;
      readonly users: readonly { readonly user: string; readonly adapter: string; readonly dn: string }[];
      readonly adminDn: string;
      readonly adminPasswordFile: string;
    };
  };
}

/** No installation was found, or it is not running. */
export class InstallationError extends Error {
  readonly code = 'ENTSYNC_INSTALLATION';

  constructor(message: string) {
    super(message);
    this.name = 'InstallationError';
  }
}

const HOME = '.entsync';
const RUN_FILE = 'run.json';

/** Finds the installation: where `home` says, or the nearest `.entsync` from `directory` upwards. */
export function findHome(home: string | undefined, directory: string): string {
  if (home !== undefined && home !== '') return path.resolve(home);
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    const candidate = path.join(at, HOME);
    if (existsSync(path.join(candidate, RUN_FILE))) return candidate;
    if (at === path.dirname(at)) return path.join(path.resolve(directory), HOME);
  }
}

/** An installation that runs on this machine. */
export class Installation {
  readonly home: string;
  readonly run: RunFile;

  private constructor(home: string, run: RunFile) {
    this.home = home;
    this.run = run;
  }

  /** Throws {@link InstallationError}. */
  static open(home: string): Installation {
    const file = path.join(home, RUN_FILE);
    if (!existsSync(file)) throw new InstallationError(`Nothing runs in ${home}; start it with: npm start`);
    return new Installation(home, JSON.parse(readFileSync(file, 'utf8')) as RunFile);
  }

  /** A service of it, with the administrator's token. Throws {@link InstallationError}. */
  client(service: string): ServiceClient {
    const known = this.run.services[service];
    if (known === undefined)
      throw new InstallationError(`${service} does not run in ${this.home}; see: entsync status`);
    return new ServiceClient({ name: service, url: known.url, token: this.adminToken() });
  }

  adminToken(): string {
    const { tokenFile } = this.run.admin;
    if ((statSync(tokenFile).mode & 0o077) !== 0) {
      throw new InstallationError(`${tokenFile} is open to others than its owner; run: chmod 600 ${tokenFile}`);
    }
    return readFileSync(tokenFile, 'utf8').trim();
  }
}
