import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from './page.ts';
import { ROOT } from './sources/root.ts';

/** Writes all pages, or none: every one is rendered before the first is written. Answers their files. */
export async function writePages(pages: readonly Page[]): Promise<readonly string[]> {
  const rendered = await Promise.all(pages.map(async ({ file, render }) => [file, await render()] as const));
  for (const [file, text] of rendered) {
    await mkdir(path.dirname(path.join(ROOT, file)), { recursive: true });
    await writeFile(path.join(ROOT, file), text);
  }
  return rendered.map(([file]) => file);
}
