import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EngineError } from '../engine-error.ts';
import { exists } from '../files/exists.ts';
import { makePrivateFolder } from '../files/make-private-folder.ts';
import { withSecretFile } from '../files/with-secret-file.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';
import type { Place } from './choose-place.ts';
import { initdbOf, type PostgresBinaries } from './find-postgres-binaries.ts';

export interface Superuser {
  readonly superuser: string;
  readonly superuserPassword: string;
}

/** Makes a cluster where there is none. A data folder is complete or not there, whenever we are interrupted. */
export async function initialiseCluster(binaries: PostgresBinaries, place: Place, superuser: Superuser): Promise<void> {
  const { dataDir } = place;
  if (await exists(join(dataDir, 'PG_VERSION'))) return;
  checkPassword(superuser.superuserPassword);
  await checkEmpty(dataDir);
  const unfinished = { ...place, dataDir: `${dataDir}.unfinished` };
  await rm(unfinished.dataDir, { recursive: true, force: true });
  await makePrivateFolder(unfinished.dataDir, unfinished.account);
  await runInitdb(binaries, unfinished, superuser);
  await rename(unfinished.dataDir, dataDir);
}

/** initdb reads one line, and not an empty one. */
function checkPassword(password: string): void {
  if (password !== '' && !/[\0\r\n]/.test(password)) return;
  throw new EngineError(
    'ENTSYNC_OPTION_INVALID',
    "The superuser's password is not one line of text: give another one.",
  );
}

async function checkEmpty(dataDir: string): Promise<void> {
  if (!(await exists(dataDir)) || (await readdir(dataDir)).length === 0) return;
  throw new EngineError(
    'ENTSYNC_OPTION_INVALID',
    `${dataDir} holds something else than PostgreSQL: give an empty folder.`,
  );
}

async function runInitdb(binaries: PostgresBinaries, { dataDir, account }: Place, superuser: Superuser): Promise<void> {
  const password = { path: `${dataDir}.password`, text: superuser.superuserPassword, account };
  await withSecretFile(password, async (passwordFile) => {
    const args = [
      `--pgdata=${dataDir}`,
      `--username=${superuser.superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    await runTool(initdbOf(binaries), args, { folder: dataDir, environment: CLEAN_ENVIRONMENT, account });
  });
}
