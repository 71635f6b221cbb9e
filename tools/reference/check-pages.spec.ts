import { expect, test } from 'vitest';

import { checkPages } from './check-pages.ts';
import type { Page } from './page.ts';

const page = (file: string, text: string): Page => ({ file, render: () => Promise.resolve(text) });

test('pages that say something else than the code are named, and those that are missing', async () => {
  const disk: Readonly<Record<string, string>> = { 'same.md': 'as it is', 'old.md': 'as it was' };
  const pages = [page('same.md', 'as it is'), page('old.md', 'as it is'), page('new.md', 'as it is')];
  const stale = await checkPages(pages, (file) => Promise.resolve(disk[file]));
  expect(stale).toEqual(['old.md', 'new.md']);
});
