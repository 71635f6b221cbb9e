import { pidFileOf, startPostgres, type PostgresEngine } from '@entsync/engines';

import type { Home } from '../home/home.ts';
import { ensurePasswordFile } from '../home/password-file.ts';
import { portOf, type Ports } from '../home/ports.ts';
import type { Unit } from '../supervision/unit.ts';

export const SUPERUSER = 'postgres';

export function superuserPassword(home: Home, name: string): Promise<string> {
  return ensurePasswordFile(home.in('secrets', `${name}-superuser`));
}

/** A PostgreSQL of our own: EntSync's, or the one that plays the external system. @param name of its port, folder and log */
export function postgresUnit(
  home: Home,
  ports: Ports,
  name: string,
  started: (engine: PostgresEngine) => void = () => undefined,
): Unit {
  const dataDir = home.in(name);
  return {
    name,
    stage: 'engine',
    pidFile: pidFileOf(dataDir),
    start: async (signal) => {
      const engine = await startPostgres({
        dataDir,
        signal,
        port: portOf(ports, name),
        logFile: home.logFile(name),
        superuser: SUPERUSER,
        superuserPassword: await superuserPassword(home, name),
      });
      started(engine);
      return engine;
    },
  };
}
