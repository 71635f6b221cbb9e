import { ServiceClient } from '@entsync/api-client';

import { ensurePasswordFile } from '../home/password-file.ts';
import type { Installation } from '../installation.ts';
import { waitUntilReady } from './answers-http.ts';
import { areAllEnrolled, enrolAll } from './enrolments.ts';
import { SERVICES, STORE, unitOf, urlOf, type Backbone } from './services.ts';

/** Starts every service and waits until all are ready. On a first start the store comes before the others: it gives them their identities. */
export async function startServices(installation: Installation, backbone: Backbone): Promise<void> {
  const { home } = installation;
  const others = SERVICES.filter(({ name }) => name !== STORE);
  const startOne = (row: (typeof SERVICES)[number]): Promise<void> => startService(installation, backbone, row);
  if (areAllEnrolled(home)) {
    await Promise.all(SERVICES.map(startOne));
    return;
  }
  await Promise.all(SERVICES.filter(({ name }) => name === STORE).map(startOne));
  await enrolAll(home, await storeClient(installation));
  installation.progress.done('Every service has an identity');
  await Promise.all(others.map(startOne));
}

async function startService(
  installation: Installation,
  backbone: Backbone,
  row: (typeof SERVICES)[number],
): Promise<void> {
  const { home, ports, progress, supervision } = installation;
  await supervision.add(unitOf(installation, backbone, row));
  await waitUntilReady(row.name, urlOf(ports, row.name), home.logFile(row.name));
  progress.done(`${row.name} is ready`);
}

/** The store, with the administrator's token. */
export async function storeClient({ home, ports }: Installation): Promise<ServiceClient> {
  return new ServiceClient({
    name: STORE,
    url: urlOf(ports, STORE),
    token: await ensurePasswordFile(home.adminTokenFile),
  });
}
