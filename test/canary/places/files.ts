import type { CanarySearch } from '../canary-search.ts';
import { searchFolder, type FileKind } from '../search-folder.ts';

/** By the beginning of a file's path below the home; the first that fits counts. */
const KINDS: readonly (FileKind & { readonly folder: string })[] = [
  { folder: 'kafka/log/', place: 'Kafka file', counted: 'Kafka files' },
  { folder: 'postgres/pg_wal/', place: 'WAL file', counted: 'WAL files' },
  { folder: 'postgres/', place: 'database file', counted: 'database files' },
  { folder: 'example-postgresql/', place: 'target file', counted: 'target files' },
  { folder: 'openldap/', place: 'target file', counted: 'target files' },
  { folder: 'logs/', place: 'log', counted: 'logs' },
  { folder: '', place: 'file', counted: 'other files' },
];

/** Looks at every file of an installation: those of its engines, logs, spools, keys, `run.json`, and whatever else there is. */
export function searchFiles(search: CanarySearch, home: string): void {
  searchFolder(search, home, {
    isShared: false,
    kindOf: (name) => KINDS.find(({ folder }) => name.startsWith(folder)),
  });
}
