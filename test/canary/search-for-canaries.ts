import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Installation } from '@entsync/api-client';

import { CanarySearch } from './canary-search.ts';
import type { Counted, Findings } from './findings.ts';
import { searchFiles } from './places/files.ts';
import { searchMetrics } from './places/metrics.ts';
import { searchProcesses } from './places/processes.ts';
import { searchTables } from './places/tables.ts';
import { searchTemporaryFiles } from './places/temporary-files.ts';
import { searchTopics } from './places/topics.ts';

/** An installation that runs. */
export type SearchedInstallation = Pick<Installation, 'home' | 'run'>;

export interface SearchOptions {
  /** Of the database that the installation was given, for somebody who may read everything; not needed for its own. */
  readonly databaseUrl?: string;
}

/** Looks for known passwords wherever an installation keeps, sends or shows something. Changes nothing. */
export async function searchForCanaries(
  { home, run }: SearchedInstallation,
  canaries: readonly string[],
  { databaseUrl }: SearchOptions = {},
): Promise<Findings> {
  const search = new CanarySearch(canaries);
  const startedAt = performance.now();
  const ownDatabase = (): Promise<URL> => superuserOf(home, 'postgres', run.postgres);
  await searchTables(search, databaseUrl === undefined ? await ownDatabase() : new URL(databaseUrl));
  await searchTables(search, await superuserOf(home, 'example-postgresql', run.example.postgresql));
  await searchTopics(search, run.kafka.brokers);
  await searchMetrics(search, run.services);
  await searchProcesses(search, run);
  searchFiles(search, home);
  searchTemporaryFiles(search, home);
  const took = performance.now() - startedAt;
  return { found: search.found, searched: search.counts, outOfReach: outOfReach(run.processes), took };
}

async function superuserOf(
  home: string,
  server: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<URL> {
  const url = new URL(`postgresql://postgres@${host}:${port}/postgres`);
  url.password = (await readFile(path.join(home, 'secrets', `${server}-superuser`), 'utf8')).trim();
  return url;
}

/** The files of engines that the installation was given lie where only their owner can look. */
function outOfReach(processes: Readonly<Record<string, unknown>>): Counted[] {
  return [
    ...('kafka' in processes ? [] : (['Kafka files'] as const)),
    ...('postgres' in processes ? [] : (['database files', 'WAL files'] as const)),
  ];
}
