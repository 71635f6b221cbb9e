import { readFile } from 'node:fs/promises';

import { chooseFreePorts, replaceFile } from '@entsync/engines';

import type { Home } from './home.ts';

/** Ports on 127.0.0.1 that are kept: chosen free once, the same at every start. */
export type Ports = Readonly<Record<string, number>>;

/** Resolves to a port for each of `names`; those that are not kept yet are chosen. */
export async function keepPorts(home: Home, names: readonly string[]): Promise<Ports> {
  const file = home.in('ports.json');
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, number>;
  const missing = names.filter((name) => kept[name] === undefined);
  if (missing.length === 0) return kept;
  const chosen = await chooseOthers(missing.length, new Set(Object.values(kept)));
  const ports = { ...kept, ...Object.fromEntries(missing.map((name, index) => [name, chosen[index] ?? 0])) };
  await replaceFile(file, `${JSON.stringify(ports, undefined, 2)}\n`);
  return ports;
}

/** One that is kept for something that does not run now looks free. */
async function chooseOthers(count: number, taken: ReadonlySet<number>): Promise<number[]> {
  const chosen = await chooseFreePorts(count + taken.size);
  return chosen.filter((port) => !taken.has(port)).slice(0, count);
}

/** Throws when a name was not asked for: a mistake in the program. */
export function portOf(ports: Ports, name: string): number {
  const port = ports[name];
  if (port === undefined) throw new Error(`No port is kept for ${name}.`);
  return port;
}
