import { existsSync } from 'node:fs';

import { enrol, makeEnrolmentToken, type ServiceClient, type TokenRequest } from '@entsync/api-client';

import type { Home } from '../home/home.ts';
import { SERVICES } from './services.ts';

/** As whom the command line announces changes, and for which domain. */
export const COMMAND_LINE: TokenRequest = { role: 'producer', name: 'cli', domains: ['CORP'] };

function requests(): readonly TokenRequest[] {
  const services = SERVICES.flatMap(({ name, enrols }) => (enrols === undefined ? [] : [{ ...enrols, name }]));
  return [...services, COMMAND_LINE];
}

export function areAllEnrolled(home: Home): boolean {
  return requests().every(({ name }) => existsSync(home.identityFile(name)));
}

/** Gives an identity to every service that needs one and has none, and to the command line. */
export async function enrolAll(home: Home, store: ServiceClient): Promise<void> {
  for (const request of requests()) {
    const file = home.identityFile(request.name);
    if (!existsSync(file)) await enrol(store, await makeEnrolmentToken(store, request), file);
  }
}
