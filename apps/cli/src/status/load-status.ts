import {
  InstallationError,
  isAlive,
  ServiceClient,
  ServiceError,
  type Installation,
  type LaneAnswer,
  type ReportedService,
  type RunFile,
  type SecretAnswer,
  type ServiceHealth,
  type TopicAnswer,
} from '@entsync/api-client';

interface ServiceStatus extends ServiceHealth {
  readonly name: string;
  /** `null` for one that does not run. */
  readonly pid: number | null;
  readonly url: string | null;
}

interface ProcessStatus {
  readonly name: string;
  readonly pid: number;
  readonly runs: boolean;
}

/** What is running, as far as somebody answers; `null` for what nobody could say. */
export interface SystemStatus {
  readonly home: string;
  readonly state: string;
  readonly services: readonly ServiceStatus[];
  /** Servers and capture shims: they have no health that could be asked for. */
  readonly processes: readonly ProcessStatus[];
  readonly reported: readonly ReportedService[] | null;
  readonly topics: readonly TopicAnswer[] | null;
  readonly lanes: readonly LaneAnswer[] | null;
  readonly secret: SecretAnswer | null;
}

/** These belong to every installation; what is being started again is not in `run.json`. */
const CORE = ['mapping-store', 'sync-router', 'admin'];

/** A service that hangs must not hang the status. In milliseconds. */
const TIMEOUT = 5_000;

/** Asks everybody at once. */
export async function loadStatus(installation: Installation): Promise<SystemStatus> {
  const { home, run } = installation;
  const names = new Set([...CORE, ...Object.keys(run.services)]);
  const [services, reported, topics, lanes, secret] = await Promise.all([
    Promise.all([...names].map((name) => loadService(name, run.services[name]))),
    unlessDown(() => installation.admin(TIMEOUT).services()),
    unlessDown(() => installation.admin(TIMEOUT).topics()),
    unlessDown(() => installation.router(TIMEOUT).lanes()),
    unlessDown(() => installation.store(TIMEOUT).secret()),
  ]);
  const processes = Object.entries(run.processes).map(([name, { pid }]) => ({ name, pid, runs: isAlive(pid) }));
  return { home, state: run.state, services, processes, reported, topics, lanes, secret };
}

async function loadService(name: string, running: RunFile['services'][string] | undefined): Promise<ServiceStatus> {
  if (running === undefined) return { name, pid: null, url: null, state: 'down', problems: {} };
  const { pid, url } = running;
  return { name, pid, url, ...(await new ServiceClient({ name, url, timeout: TIMEOUT }).health()) };
}

async function unlessDown<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof ServiceError || error instanceof InstallationError) return null;
    throw error;
  }
}
