import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { AdapterDefinition } from '@entsync/adapter-sdk';

import { ROOT } from './root.ts';

type AnyAdapter = Pick<AdapterDefinition<unknown>, 'kind' | 'accountForm' | 'settingsSchema'>;

/** One kind of adapter. */
export interface FoundAdapter {
  readonly definition: AnyAdapter;
  /** Of its library, from the root of the repository. */
  readonly folder: string;
}

/** The file in which an adapter library defines itself: `<kind>-adapter.ts`. */
const FILES = 'libs/adapters/*/src/*-adapter.ts';

/** Every kind that there is a library for. */
export async function findAdapters(): Promise<readonly FoundAdapter[]> {
  const files = globSync(FILES, { cwd: ROOT }).toSorted();
  const found = await Promise.all(files.map(readAdapter));
  return found.flat();
}

async function readAdapter(file: string): Promise<readonly FoundAdapter[]> {
  const folder = path.dirname(path.dirname(file));
  const exported = Object.values(await importLibrary(folder));
  return exported.filter(isAdapter).map((definition) => ({ definition, folder }));
}

/** By its name: its own parts are found by theirs. */
async function importLibrary(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const { name } = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
  };
  return (await import(name)) as Record<string, unknown>;
}

function isAdapter(value: unknown): value is AnyAdapter {
  return typeof value === 'object' && value !== null && 'kind' in value && 'settingsSchema' in value;
}
