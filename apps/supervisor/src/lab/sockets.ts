import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Home } from '../home/home.ts';
import { portOf, type Ports } from '../home/ports.ts';
import { SupervisorError } from '../supervisor-error.ts';

/** What the kernel allows in the address of a Unix socket, less the final zero and a few. */
const LONGEST_PATH = 100;
const LONGEST_NAME = 'staff-ldap.sock'.length + 1;

function folderOf(home: Home, ports: Ports): string {
  const own = home.in('sockets');
  if (own.length + LONGEST_NAME <= LONGEST_PATH) return own;
  return path.join(tmpdir(), `entsync-${portOf(ports, 'openldap')}`);
}

/** Where the shim of a tree listens. */
export function socketOf(home: Home, ports: Ports, tree: string): string {
  return path.join(folderOf(home, ports), `${tree}.sock`);
}

/** Makes the folder, for ourselves only. Throws when somebody else has made it before. */
export async function makeSocketFolder(home: Home, ports: Ports): Promise<void> {
  const folder = folderOf(home, ports);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  if (uid === process.getuid?.() && (mode & 0o077) === 0) return;
  throw new SupervisorError(
    'ENTSYNC_HOME_REFUSED',
    `${folder} belongs to somebody else or is open to others; remove it.`,
  );
}
