import type { OpenLdapEngine } from '@entsync/engines';

import type { Configured } from '../example/apply-document.ts';
import { PEOPLE, windowsAccountOf } from '../example/people.ts';
import type { Home } from '../home/home.ts';
import { serviceLoginPassword, TREES } from './directory.ts';

/** What the lab's directory is asked for. */
type Directory = Pick<OpenLdapEngine, 'ldapsUrl' | 'caFile' | 'serviceDn' | 'personDn'>;

/** Where a shim and its host meet exists before the adapter does: changes that are made in the directory are captured from its first moment. */
export async function labConfiguration(home: Home, directory: Directory): Promise<Configured> {
  const logins = await Promise.all(
    TREES.map(async ({ name }) => [name, await serviceLoginPassword(home, name)] as const),
  );
  return {
    logins: Object.fromEntries(logins),
    document: {
      format: 'entsync-1',
      adapters: TREES.map(({ name, suffix }) => ({
        name,
        kind: 'ldap',
        description: `The lab: the tree ${suffix} of an OpenLDAP server on this machine.`,
        flags: { syncToAdapter: true, syncFromAdapter: true, verifyOldPassword: false },
        settings: {
          url: directory.ldapsUrl,
          caFile: directory.caFile,
          bindDn: directory.serviceDn(name),
          baseDn: `ou=people,${suffix}`,
        },
      })),
      applications: TREES.map(({ name, suffix }) => ({
        name: `${name}-tree`,
        description: `The tree ${suffix}`,
        adapter: name,
      })),
      mappings: TREES.flatMap(({ name }) =>
        PEOPLE.map(({ uid }) => ({
          windows: windowsAccountOf(uid),
          application: `${name}-tree`,
          account: directory.personDn(name, uid),
        })),
      ),
    },
  };
}
