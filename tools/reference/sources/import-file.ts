import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { ROOT } from './root.ts';

/** What a module of the repository exports. */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(pathToFileURL(path.join(ROOT, file)).href)) as Record<string, unknown>;
}
