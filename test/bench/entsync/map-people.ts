import type { ApplyRequest } from '@entsync/api-client';

import { eventually, type TestSystem } from '../../system/system.ts';
import { windowsAccountOf } from '../people.ts';

/** A request is limited in size and time. */
const PEOPLE_IN_A_DOCUMENT = 2_000;
/** Of one request, in milliseconds. */
const TIMEOUT = 120_000;

/** A named adapter of the kind `sink`, and an application in which each of them has an account there. */
export async function mapPeople(system: TestSystem, names: readonly string[], file: string): Promise<void> {
  // The store hears of the new kind with the host's first heartbeat.
  await eventually('the sink is configured', () =>
    apply(system, {
      adapters: [{ name: 'sink', kind: 'sink', flags: { syncToAdapter: true }, settings: { file } }],
      applications: [{ name: 'bench', adapter: 'sink' }],
    }),
  );
  for (let at = 0; at < names.length; at += PEOPLE_IN_A_DOCUMENT) {
    const mappings = names
      .slice(at, at + PEOPLE_IN_A_DOCUMENT)
      .map((account) => ({ windows: windowsAccountOf(account), application: 'bench', account }));
    if (!(await apply(system, { mappings }))) throw new Error(`The store refused the mappings from ${names[at]} on.`);
  }
}

async function apply(system: TestSystem, content: object): Promise<boolean> {
  const request: ApplyRequest = { document: { format: 'entsync-1', ...content }, logins: {}, preview: false };
  const { problems } = await system.installation.store(TIMEOUT).apply(request);
  return problems.length === 0;
}
