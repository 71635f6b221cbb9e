import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { AdminClient } from './admin-client.ts';
import { HostClient } from './host-client.ts';
import { RouterClient } from './router-client.ts';
import { ServiceClient } from './service-client.ts';
import { StoreClient } from './store-client.ts';

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
/** Each kind of adapter has a service of its own: `adapter-<kind>`. */
const HOST_PREFIX = 'adapter-';

/** Finds the installation: where `home` says, or the nearest `.entsync` from `directory` upwards; one that runs before one that is stopped. */
export function findHome(home: string | undefined, directory: string): string {
  if (home !== undefined && home !== '') return path.resolve(home);
  const candidates = upwards(directory).map((at) => path.join(at, HOME));
  return (
    candidates.find((candidate) => existsSync(path.join(candidate, RUN_FILE))) ??
    candidates.find((candidate) => existsSync(candidate)) ??
    path.join(path.resolve(directory), HOME)
  );
}

/** The folder and all those above it. */
function upwards(directory: string): string[] {
  const folder = path.resolve(directory);
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** Where an installation that is stopped keeps its master secret; one that runs says so in `run.json`. */
export function masterSecretFileIn(home: string): string {
  return path.join(home, 'secrets', 'master-secret.json');
}

/** What runs in this folder; `undefined` when nothing does, though something that was killed may have left its `run.json`. */
export function findRunning(home: string): Installation | undefined {
  if (!existsSync(path.join(home, RUN_FILE))) return undefined;
  const installation = Installation.open(home);
  const { supervisor, services } = installation.run;
  const pids = [supervisor.pid, ...Object.values(services).map(({ pid }) => pid)];
  return pids.some(isAlive) ? installation : undefined;
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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
    return new Installation(home, readRunFile(file));
  }

  /** A service of it, with the administrator's token. @param timeout of each request, in milliseconds. Throws {@link InstallationError}. */
  client(service: string, timeout?: number): ServiceClient {
    const known = this.run.services[service];
    if (known === undefined)
      throw new InstallationError(`${service} does not run in ${this.home}; see: entsync status`);
    const address = { name: service, url: known.url, token: this.adminToken() };
    return new ServiceClient(timeout === undefined ? address : { ...address, timeout });
  }

  /** The credential mapping store. Throws {@link InstallationError}, as all of these. */
  store(timeout?: number): StoreClient {
    return new StoreClient(this.client('mapping-store', timeout));
  }

  admin(timeout?: number): AdminClient {
    return new AdminClient(this.client('admin', timeout));
  }

  router(timeout?: number): RouterClient {
    return new RouterClient(this.client('sync-router', timeout));
  }

  /** All hosts of adapters that run, by the name of their service. */
  hosts(): ReadonlyMap<string, HostClient> {
    const names = Object.keys(this.run.services).filter((name) => name.startsWith(HOST_PREFIX));
    return new Map(names.map((name) => [name, new HostClient(this.client(name))]));
  }

  adminToken(): string {
    const { tokenFile } = this.run.admin;
    if (!existsSync(tokenFile)) {
      throw new InstallationError(
        `${tokenFile}, the administrator's token, is missing; start it again with: npm start`,
      );
    }
    if ((statSync(tokenFile).mode & 0o077) !== 0) {
      throw new InstallationError(`${tokenFile} is open to others than its owner; run: chmod 600 ${tokenFile}`);
    }
    return readFileSync(tokenFile, 'utf8').trim();
  }
}

function readRunFile(file: string): RunFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile;
  } catch {
    throw new InstallationError(`${file} cannot be read; stop what runs there with: npm stop, and start it again`);
  }
}
