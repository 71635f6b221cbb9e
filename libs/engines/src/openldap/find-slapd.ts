import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';

import { EngineError } from '../engine-error.ts';

const PATH = '/usr/sbin/slapd';

/** Where Debian's package has put what slapd needs beside itself. */
export const SCHEMA_FOLDER = '/etc/ldap/schema';
export const MODULE_FOLDER = '/usr/lib/ldap';

/** Debian's slapd, which a user's PATH does not lead to; `undefined` where the package is not installed. */
export function findSlapd(): string | undefined {
  try {
    accessSync(PATH, constants.X_OK);
    return PATH;
  } catch {
    return undefined;
  }
}

/** Throws ENTSYNC_PACKAGES_MISSING where there is none. */
export function needSlapd(): string {
  const slapd = findSlapd();
  if (slapd !== undefined) return slapd;
  throw new EngineError('ENTSYNC_PACKAGES_MISSING', 'OpenLDAP is not installed: run, as root: apt-get install slapd');
}

/** A tool of the same package, such as `slapadd`. */
export function slapTool(slapd: string, name: string): string {
  return join(dirname(slapd), name);
}
