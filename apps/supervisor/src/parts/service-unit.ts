import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { pidFileOf, startServer } from '@entsync/engines';

import type { Installation } from '../installation.ts';
import type { Stage, Unit } from '../supervision/unit.ts';

export interface ServicePlan {
  readonly name: string;
  /** The folder in `apps` with its program. */
  readonly app: string;
  readonly stage: Stage;
  /** Whether the process does its work already. */
  readonly answers: () => Promise<boolean>;
  readonly url?: string;
  readonly ports: readonly number[];
  /** Its configuration: paths of secrets, never secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

const APPS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..', 'apps');

/** How long a service may take to end what it has begun, in milliseconds. */
const GRACE = 15_000;

/** One service of ours as a process of its own. */
export function serviceUnit({ home, options }: Pick<Installation, 'home' | 'options'>, plan: ServicePlan): Unit {
  const pidFile = pidFileOf(home.in('services', plan.name));
  return {
    name: plan.name,
    stage: plan.stage,
    pidFile,
    start: async (signal) => {
      const engine = await startServer({
        name: plan.name,
        command: process.execPath,
        // The second argument is for people and pid files: it tells which installation a process belongs to.
        args: [
          '--disable-warning=TimeoutNegativeWarning',
          path.join(APPS, plan.app, 'dist', 'main.js'),
          `--installation=${home.folder}`,
        ],
        folder: home.folder,
        signal,
        environment: {
          ...plan.environment,
          ...(options.nodeOptions === '' ? {} : { NODE_OPTIONS: options.nodeOptions }),
        },
        pidFile,
        logFile: home.logFile(plan.name),
        ports: plan.ports,
        stopSignal: 'SIGTERM',
        grace: GRACE,
        prepare: () => Promise.resolve(),
        answers: plan.answers,
      });
      return plan.url === undefined ? engine : { ...engine, url: plan.url };
    },
  };
}
