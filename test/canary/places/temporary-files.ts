import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { CanarySearch } from '../canary-search.ts';
import { searchFolder, type FileKind } from '../search-folder.ts';

const TEMPORARY: FileKind = { place: 'temporary file', counted: 'temporary files' };

/** Looks at what was written to the folder for temporary files, by whomever, since the installation was started first. */
export function searchTemporaryFiles(search: CanarySearch, home: string): void {
  const since = firstStart(home);
  searchFolder(search, tmpdir(), {
    isShared: true,
    without: home,
    kindOf: (_name, { mtimeMs, ctimeMs }) => (Math.max(mtimeMs, ctimeMs) < since ? undefined : TEMPORARY),
  });
}

/** The file is written once, before anything else. */
function firstStart(home: string): number {
  return statSync(path.join(home, 'format')).mtimeMs;
}
