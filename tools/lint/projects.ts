import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A workspace of npm, with what its tags say. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly type: string;
  readonly scope: string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly nx?: { readonly tags?: readonly string[] };
}

/** All projects. Throws when one does not say its type and scope, because no boundary would hold for it. */
export function readProjects(): readonly Project[] {
  return findManifests().map(readProject);
}

/** Every package that can be imported, because something needs it. Ours are not among them. */
export function readPackages(): readonly string[] {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, unknown> };
  const names = Object.keys(packages).flatMap(
    (place) => place.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)$/)?.[1] ?? [],
  );
  return names.filter((name) => !name.startsWith('@entsync/'));
}

function findManifests(): readonly string[] {
  const { workspaces = [] } = readJson('package.json') as Manifest;
  return globSync(
    workspaces.map((folder) => `${folder}/package.json`),
    { cwd: ROOT },
  ).toSorted();
}

function readProject(file: string): Project {
  const { name, nx } = readJson(file) as Manifest;
  const tag = (kind: string): string => {
    const found = nx?.tags?.find((given) => given.startsWith(`${kind}:`));
    if (found === undefined) throw new Error(`${file} has no tag "${kind}:...": add it to nx.tags.`);
    return found.slice(kind.length + 1);
  };
  return { name, folder: path.dirname(file), type: tag('type'), scope: tag('scope') };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
}
