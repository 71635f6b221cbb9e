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

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly workspaces?: readonly string[];
  readonly nx?: { readonly tags?: readonly string[] };
}

const MANIFESTS = findManifests();

/** All projects. Throws when one does not say its type and scope, because no boundary would hold for it. */
export function readProjects(): readonly Project[] {
  return MANIFESTS.map(readProject);
}

/** Every package that some project depends on, ours included. */
export function readPackages(): readonly string[] {
  const manifests = ['package.json', ...MANIFESTS].map(readManifest);
  return [
    ...new Set(
      manifests.flatMap(({ dependencies, devDependencies, peerDependencies }) =>
        Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }),
      ),
    ),
  ];
}

function findManifests(): readonly string[] {
  const workspaces = readManifest('package.json').workspaces ?? [];
  return globSync(
    workspaces.map((folder) => `${folder}/package.json`),
    { cwd: ROOT },
  ).toSorted();
}

function readProject(file: string): Project {
  const { name, nx } = readManifest(file);
  const tag = (kind: string): string => {
    const found = nx?.tags?.find((given) => given.startsWith(`${kind}:`));
    if (found === undefined) throw new Error(`${file} has no tag "${kind}:...": add it to nx.tags.`);
    return found.slice(kind.length + 1);
  };
  return { name, folder: path.dirname(file), type: tag('type'), scope: tag('scope') };
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Manifest;
}
