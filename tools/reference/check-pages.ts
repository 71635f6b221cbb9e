import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from './page.ts';
import { ROOT } from './sources/root.ts';

/** What lies on the disk; `undefined` where nothing does. */
type Read = (file: string) => Promise<string | undefined>;

const readFromRoot: Read = (file) => readFile(path.join(ROOT, file), 'utf8').catch(() => undefined);

/** Answers the pages that say something else than the code, or are not there. */
export async function checkPages(pages: readonly Page[], read = readFromRoot): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { file, render } of pages) {
    if ((await read(file)) !== (await render())) stale.push(file);
  }
  return stale;
}
