import type { RunFile } from '@entsync/api-client';

import type { CanarySearch } from '../canary-search.ts';

/** Looks at what each service tells whoever measures it. */
export async function searchMetrics(search: CanarySearch, services: RunFile['services']): Promise<void> {
  for (const [name, { url }] of Object.entries(services)) {
    const response = await fetch(new URL('/metrics', url));
    if (!response.ok) throw new Error(`${name} does not show its metrics: it answers ${response.status}.`);
    search.lookAt({ place: 'metrics', where: name }, Buffer.from(await response.arrayBuffer()));
    search.count('metrics pages');
  }
}
