import path from 'node:path';

import { installDebianPackages, pidFileOf, startOpenLdap, type LdapTree, type OpenLdapEngine } from '@entsync/engines';
import { generateToken } from '@entsync/secrets';

import { PEOPLE } from '../example/people.ts';
import type { Home } from '../home/home.ts';
import { ensurePasswordFile } from '../home/password-file.ts';
import { portOf, type Ports } from '../home/ports.ts';
import type { Unit } from '../supervision/unit.ts';
import { socketOf } from './sockets.ts';

/** The trees of the lab's directory; a named adapter of the same name serves each. */
export const TREES = [
  { name: 'staff-ldap', suffix: 'dc=staff,dc=example' },
  { name: 'apps-ldap', suffix: 'dc=apps,dc=example' },
] as const;

export const LAB_PORTS = ['openldap', 'openldap-tls'];

/** The server, and the tools with which a person tries it. */
const LAB_PACKAGES = ['slapd', 'ldap-utils'];

export function adminPasswordFile(home: Home): string {
  return home.in('secrets', 'openldap-admin');
}

export function serviceLoginPassword(home: Home, tree: string): Promise<string> {
  return ensurePasswordFile(home.in('secrets', `openldap-${tree}-login`));
}

/** An OpenLDAP with two trees that shows each write to the shim of its tree. */
export function directoryUnit(home: Home, ports: Ports, started: (engine: OpenLdapEngine) => void): Unit {
  const dataDir = home.in('openldap');
  return {
    name: 'openldap',
    stage: 'directory',
    pidFile: pidFileOf(dataDir),
    start: async (signal) => {
      const engine = await startOpenLdap({
        dataDir,
        signal,
        port: portOf(ports, 'openldap'),
        tlsPort: portOf(ports, 'openldap-tls'),
        logFile: home.logFile('openldap'),
        trees: await treesFor(home, ports),
        adminPassword: await ensurePasswordFile(adminPasswordFile(home)),
      });
      started(engine);
      return engine;
    },
  };
}

export function installDirectory(tell: (what: string) => void): Promise<void> {
  return installDebianPackages(LAB_PACKAGES, tell);
}

function treesFor(home: Home, ports: Ports): Promise<LdapTree[]> {
  return Promise.all(
    TREES.map(async ({ name, suffix }) => ({
      name,
      suffix,
      servicePassword: await serviceLoginPassword(home, name),
      // Nobody knows these passwords: the first change that is announced sets the one that counts.
      people: PEOPLE.map(({ uid, cn }) => ({ uid, cn, password: generateToken() })),
      captureSocket: path.resolve(socketOf(home, ports, name)),
    })),
  );
}
