import { setTimeout as sleep } from 'node:timers/promises';

import type { ServiceClient } from '@entsync/api-client';
import { importRecipient, sealTo } from '@entsync/secrets';

import { SupervisorError } from '../supervisor-error.ts';

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface Configured {
  readonly document: unknown;
  /** Passwords of service logins, by adapter. */
  readonly logins: Readonly<Record<string, string>>;
}

const TIMEOUT = 60_000;
const POLL = 100;

/** Makes adapters, applications and mappings. Hosts that have just started need a moment before the store knows of them. */
export async function applyDocument(store: ServiceClient, { document, logins }: Configured): Promise<void> {
  const sealed = await sealLogins(store, logins);
  const deadline = performance.now() + TIMEOUT;
  for (;;) {
    const { problems } = await store.post<{ problems: readonly Problem[] }>('/admin/apply', {
      document,
      logins: sealed,
    });
    if (problems.length === 0) return;
    const isTooEarly = problems.every(({ path }) => path.at(-1) === 'kind' || path[0] !== 'adapters');
    if (!isTooEarly || performance.now() > deadline) throw refused(problems);
    await sleep(POLL);
  }
}

async function sealLogins(
  store: ServiceClient,
  logins: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { publicKey } = await store.get<{ publicKey: string }>('/admin/recipient');
  const recipient = await importRecipient(Buffer.from(publicKey, 'base64'));
  const sealed: Record<string, string> = {};
  for (const [adapter, password] of Object.entries(logins)) {
    const bytes = new TextEncoder().encode(password);
    sealed[adapter] = Buffer.from(await sealTo(recipient, 'administered-password', bytes)).toString('base64');
    bytes.fill(0);
  }
  return sealed;
}

function refused(problems: readonly Problem[]): SupervisorError {
  const lines = problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return new SupervisorError('ENTSYNC_EXAMPLE_REFUSED', `The store refused the example: ${lines.join('; ')}`);
}
