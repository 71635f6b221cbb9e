import { isReached, reach } from '../home/milestones.ts';
import { portOf } from '../home/ports.ts';
import type { Installation } from '../installation.ts';
import { storeClient } from '../parts/start-services.ts';
import { applyDocument } from './apply-document.ts';
import { EXAMPLE_SERVER, exampleConfiguration } from './postgresql-example.ts';

/** Once in an installation's life: what an administrator has changed since stays. */
export async function configureExample(installation: Installation): Promise<void> {
  const { home, ports, progress } = installation;
  if (isReached(home, 'example')) return;
  await applyDocument(await storeClient(installation), await exampleConfiguration(home, portOf(ports, EXAMPLE_SERVER)));
  await reach(home, 'example');
  progress.done('The example is configured: an adapter, an application and three people');
}
