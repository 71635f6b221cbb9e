import type { Stats } from 'node:fs';
import path from 'node:path';

import type { CanarySearch } from './canary-search.ts';
import type { Counted, Place } from './findings.ts';
import { searchFile } from './search-file.ts';
import { unlessGone, walkFiles, type WalkOptions } from './walk-files.ts';

/** What a file is found as, and counted as. */
export interface FileKind {
  readonly place: Place;
  readonly counted: Counted;
}

export interface SearchedFolder extends WalkOptions {
  /** `undefined` for a file that is left out. @param name of the file below the folder */
  readonly kindOf: (name: string, stats: Stats) => FileKind | undefined;
}

/** Looks at the files in a folder, and in those below. */
export function searchFolder(search: CanarySearch, folder: string, searched: SearchedFolder): void {
  for (const found of walkFiles(folder, searched)) {
    const where = path.relative(folder, found.file);
    const kind = searched.kindOf(where, found.stats);
    if (kind === undefined) continue;
    const isSearched = unlessGone(searched, () => searchFile(search, { place: kind.place, where }, found));
    if (isSearched === true) search.count(kind.counted);
  }
}
