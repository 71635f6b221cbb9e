import { join, resolve } from 'node:path';

import type { Engine, EngineOptions } from '../engine.ts';
import { replaceFile } from '../files/replace-file.ts';
import { LOCAL_HOST } from '../network/local-host.ts';
import { nameFullDisk } from '../process/full-disk.ts';
import { pidFileOf } from '../process/pid-file.ts';
import { startServer, type ServerPlan } from '../process/start-server.ts';
import { answersSql } from './answers-sql.ts';
import { choosePlace } from './choose-place.ts';
import { findPostgresBinaries, postgresOf } from './find-postgres-binaries.ts';
import { forgetStalePostmaster } from './forget-stale-postmaster.ts';
import { initialiseCluster, type Superuser } from './initialise-cluster.ts';
import { outliveOldBackends } from './outlive-old-backends.ts';
import { postgresSettings, SETTINGS_FILE } from './postgres-settings.ts';
import { usableBinaries } from './usable-binaries.ts';

/** Of `superuser`, made by the caller: a new cluster gets it, an existing one must have it. It goes through a file of mode 0600. */
export interface PostgresOptions extends EngineOptions, Superuser {
  /** By PostgreSQL's names. Address, port and sockets cannot be set. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresEngine extends Engine {
  readonly host: string;
  readonly port: number;
  /** Where the cluster really lies: for root it may be below /var/lib/entsync, and the folder asked for a link to it. */
  readonly dataDir: string;
}

/** Starts a PostgreSQL of our own. Resolves when it answers queries; where there is no cluster, one is made before. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresEngine> {
  const { port, logFile, settings } = options;
  const asked = resolve(options.dataDir);
  const place = await choosePlace(asked);
  const settingsFile = join(place.dataDir, SETTINGS_FILE);
  const binaries = await usableBinaries(await findPostgresBinaries(), place.account);
  const plan: ServerPlan = {
    name: 'PostgreSQL',
    command: postgresOf(binaries),
    args: ['-D', place.dataDir, '-c', `config_file=${settingsFile}`],
    folder: place.dataDir,
    account: place.account,
    pidFile: pidFileOf(asked),
    logFile,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ports: [port],
    // SIGTERM would wait until every client has gone.
    stopSignal: 'SIGINT',
    prepare: async () => {
      await initialiseCluster(binaries, place, options);
      await replaceFile(settingsFile, postgresSettings(port, settings), place.account);
      await forgetStalePostmaster(place.dataDir);
    },
    answers: () => answersSql(port, options),
  };
  const engine = await nameFullDisk(place.dataDir, () => outliveOldBackends(() => startServer(plan)));
  return { ...engine, host: LOCAL_HOST, port, dataDir: place.dataDir };
}
