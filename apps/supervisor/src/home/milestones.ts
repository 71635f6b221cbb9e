import { existsSync } from 'node:fs';

import { replaceFile } from '@entsync/engines';

import type { Home } from './home.ts';

export type Milestone = 'example' | 'lab';

/** Whether something that is done once in an installation's life has been done to its end. */
export function isReached(home: Home, milestone: Milestone): boolean {
  return existsSync(home.in(`${milestone}.done`));
}

export async function reach(home: Home, milestone: Milestone): Promise<void> {
  await replaceFile(home.in(`${milestone}.done`), '');
}
