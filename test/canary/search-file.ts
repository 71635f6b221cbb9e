import { closeSync, openSync, readSync } from 'node:fs';

import type { CanarySearch, Source } from './canary-search.ts';
import type { FoundFile } from './walk-files.ts';

const PIECE = 1 << 20;

/** Looks at a file piece by piece, and at its name. Returns that it did. */
export function searchFile(search: CanarySearch, source: Source, { file, stats }: FoundFile): true {
  search.lookAtText(source, source.where);
  // Gigabytes that Kafka reserves and has never written to.
  if (stats.blocks === 0 && stats.size > PIECE) return true;
  const descriptor = openSync(file, 'r');
  try {
    searchPieces(search, source, { descriptor, size: Math.min(PIECE, stats.size + 1) });
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** The end of each piece is looked at again with the next one: a password may lie across. */
function searchPieces(
  search: CanarySearch,
  source: Source,
  { descriptor, size }: { readonly descriptor: number; readonly size: number },
): void {
  const buffer = Buffer.allocUnsafe(search.overlap + size);
  const read = (start: number): number => readSync(descriptor, buffer, start, size, null);
  let offset = 0;
  let kept = 0;
  for (let bytes = read(kept); bytes > 0; bytes = read(kept)) {
    const end = kept + bytes;
    search.lookAt(source, buffer.subarray(0, end), offset);
    kept = Math.min(search.overlap, end);
    buffer.copyWithin(0, end - kept, end);
    offset += end - kept;
  }
}
