import { readdir, readFile } from 'node:fs/promises';

import type { RunFile } from '@entsync/api-client';

import type { CanarySearch } from '../canary-search.ts';

interface Process {
  readonly pid: number;
  readonly name: string;
}

/** Looks at what an installation's processes and their children were started with. Only Linux shows it. */
export async function searchProcesses(search: CanarySearch, run: RunFile): Promise<void> {
  const known = { supervisor: run.supervisor, ...run.services, ...run.processes };
  const processes = Object.entries(known).map(([name, { pid }]) => ({ pid, name }));
  for (const { pid, name } of withDescendants(processes, await loadParents())) {
    const where = `of ${name} (${pid})`;
    const commandLine = await readFromProc(pid, 'cmdline');
    const environment = await readFromProc(pid, 'environ');
    if (commandLine === undefined || environment === undefined) continue;
    search.lookAt({ place: 'command line', where }, commandLine);
    search.lookAt({ place: 'environment', where }, environment);
    search.count('processes');
  }
}

/** The parent of every process, by its pid. */
async function loadParents(): Promise<ReadonlyMap<number, number>> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const status = /^\d+$/.test(name) ? await readFromProc(Number(name), 'status') : undefined;
    const parent = /^PPid:\s*(\d+)$/m.exec(status?.toString() ?? '')?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  return parents;
}

function withDescendants(roots: readonly Process[], parents: ReadonlyMap<number, number>): readonly Process[] {
  const names = new Map(roots.map(({ pid, name }) => [pid, name]));
  const nameOf = (pid: number): string | undefined => {
    const parent = parents.get(pid);
    return names.get(pid) ?? (parent === undefined ? undefined : nameOf(parent));
  };
  return [...parents.keys()].flatMap((pid) => {
    const name = nameOf(pid);
    return name === undefined ? [] : [{ pid, name }];
  });
}

/** `undefined` for a process that has ended. */
async function readFromProc(pid: number, file: string): Promise<Buffer | undefined> {
  return readFile(`/proc/${pid}/${file}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  });
}
