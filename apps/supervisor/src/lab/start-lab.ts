import { mkdir } from 'node:fs/promises';

import type { RunFile } from '@entsync/api-client';
import type { OpenLdapEngine } from '@entsync/engines';

import { applyDocument } from '../example/apply-document.ts';
import { PEOPLE, windowsAccountOf } from '../example/people.ts';
import { isReached, reach } from '../home/milestones.ts';
import type { Installation } from '../installation.ts';
import { storeClient } from '../parts/start-services.ts';
import { adminPasswordFile, directoryUnit, installDirectory, TREES } from './directory.ts';
import { labConfiguration } from './lab-configuration.ts';
import { shimUnits } from './shims.ts';
import { makeSocketFolder } from './sockets.ts';

/** Starts an OpenLDAP with two trees and a shim for each; once in an installation's life, adapters and mappings for them are made. */
export async function startLab(installation: Installation): Promise<void> {
  const { home, ports, progress, supervision, runFile } = installation;
  await installDirectory(progress.doing);
  await makeSocketFolder(home, ports);
  for (const { name } of TREES) await mkdir(home.in('spool', name), { recursive: true, mode: 0o700 });
  await Promise.all(shimUnits(installation).map((unit) => supervision.add(unit)));
  const directory = await new Promise<OpenLdapEngine>((resolve, reject) => {
    supervision.add(directoryUnit(home, ports, resolve)).catch(reject);
  });
  progress.done(`OpenLDAP answers on ${directory.ldapUrl}`);
  await runFile.update({ lab: { openldap: describe(installation, directory) } });
  if (isReached(home, 'lab')) return;
  await applyDocument(await storeClient(installation), await labConfiguration(home, directory));
  await reach(home, 'lab');
  progress.done('The lab is configured: two adapters to it, for the same people');
}

function describe({ home }: Installation, directory: OpenLdapEngine): NonNullable<RunFile['lab']>['openldap'] {
  const users = TREES.flatMap(({ name }) =>
    PEOPLE.map(({ uid }) => ({ user: windowsAccountOf(uid), adapter: name, dn: directory.personDn(name, uid) })),
  );
  const { ldapUrl, ldapsUrl, caFile, adminDn } = directory;
  return { ldapUrl, ldapsUrl, caFile, users, adminDn, adminPasswordFile: adminPasswordFile(home) };
}
