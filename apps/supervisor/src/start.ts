import { rm } from 'node:fs/promises';

import { configureExample } from './example/configure-example.ts';
import { EXAMPLE_DATABASE, EXAMPLE_SERVER } from './example/postgresql-example.ts';
import { PEOPLE } from './example/people.ts';
import { claimHome } from './home/claim-home.ts';
import { Home } from './home/home.ts';
import { isReached } from './home/milestones.ts';
import { ensurePasswordFile } from './home/password-file.ts';
import { keepPorts, portOf, type Ports } from './home/ports.ts';
import { rotateLogs } from './home/rotate-logs.ts';
import { RunFileWriter } from './home/run-file.ts';
import type { Installation, InstallationOptions, RunFile } from './installation.ts';
import { LAB_PORTS } from './lab/directory.ts';
import { startLab } from './lab/start-lab.ts';
import { COMMAND_LINE } from './parts/enrolments.ts';
import { KAFKA_PORTS } from './parts/kafka.ts';
import { SERVICES } from './parts/services.ts';
import { POSTGRES, startBackbone } from './parts/start-backbone.ts';
import { startServices } from './parts/start-services.ts';
import type { Progress } from './progress.ts';
import { Supervision } from './supervision/supervision.ts';

const LOG_ROTATION_INTERVAL = 60_000;

/** Starts everything. When that fails, what was started is stopped again before it rejects. @param opened called as soon as it can be stopped */
export async function startInstallation(
  options: InstallationOptions,
  progress: Progress,
  opened: (installation: Installation) => void,
): Promise<Installation> {
  const installation = await openInstallation(options, progress);
  opened(installation);
  try {
    const backbone = await startBackbone(installation);
    await installation.runFile.update({ kafka: { brokers: backbone.brokers } });
    await startServices(installation, backbone);
    await configureExample(installation);
    if (hasLab(installation)) await startLab(installation);
    await installation.runFile.update({ state: 'ready' });
    return installation;
  } catch (error) {
    await stopInstallation(installation);
    throw error;
  }
}

/** Stops everything in order; nothing of it is left running. */
export async function stopInstallation({ home, progress, runFile, supervision }: Installation): Promise<void> {
  await runFile.update({ state: 'stopping' });
  await supervision.end(({ name }) => progress.doing(`stopping ${name}`));
  await runFile.settled();
  await rm(home.runFile, { force: true });
  await rm(home.pidFile, { force: true });
  progress.done('everything has stopped');
}

/** A lab that was set up once belongs to the installation. */
function hasLab({ options, home }: Pick<Installation, 'options' | 'home'>): boolean {
  return options.lab || isReached(home, 'lab');
}

async function openInstallation(options: InstallationOptions, progress: Progress): Promise<Installation> {
  const home = await Home.open(options.home);
  await claimHome(home);
  const lab = hasLab({ options, home }) ? LAB_PORTS : [];
  const names = [...KAFKA_PORTS, POSTGRES, EXAMPLE_SERVER, ...SERVICES.map(({ name }) => name), ...lab];
  const ports = await keepPorts(home, names);
  await ensurePasswordFile(home.adminTokenFile);
  const runFile = new RunFileWriter(home, firstRunFile(home, ports));
  const supervision = new Supervision({
    changed: () => void runFile.update(processesOf(supervision)),
    restarting: ({ name }, after, why) => progress.done(`${name}: ${why}; it is started again in ${after / 1_000} s`),
    restarted: ({ name }) => progress.done(`${name} runs again`),
  });
  const rotation = setInterval(() => void rotateLogs(home.in('logs')).catch(() => undefined), LOG_ROTATION_INTERVAL);
  rotation.unref();
  await rotateLogs(home.in('logs'));
  await runFile.update({ state: 'starting' });
  return { options, home, ports, progress, supervision, runFile };
}

function processesOf({ running }: Supervision): Pick<RunFile, 'services' | 'processes'> {
  const services: Record<string, { pid: number; url: string }> = {};
  const processes: Record<string, { pid: number }> = {};
  for (const [name, { pid, url }] of running) {
    if (url === undefined) processes[name] = { pid };
    else services[name] = { pid, url };
  }
  return { services, processes };
}

function firstRunFile(home: Home, ports: Ports): RunFile {
  return {
    state: 'starting',
    supervisor: { pid: process.pid },
    kafka: { brokers: [`127.0.0.1:${portOf(ports, 'kafka')}`] },
    postgres: { host: '127.0.0.1', port: portOf(ports, POSTGRES), dataDir: home.in(POSTGRES) },
    services: {},
    processes: {},
    admin: { tokenFile: home.adminTokenFile },
    identities: { cli: home.identityFile(COMMAND_LINE.name) },
    masterSecretFile: home.masterSecretFile,
    example: {
      postgresql: {
        host: '127.0.0.1',
        port: portOf(ports, EXAMPLE_SERVER),
        database: EXAMPLE_DATABASE,
        accounts: PEOPLE.map(({ uid }) => uid),
      },
    },
  };
}
