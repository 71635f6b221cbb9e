import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from './root.ts';

/** The rows of the tables in a file's comments: the first cell, and the second. */
export function readCommentTable(file: string): ReadonlyMap<string, string> {
  return parseCommentTable(readFileSync(path.join(ROOT, file), 'utf8'));
}

function parseCommentTable(text: string): ReadonlyMap<string, string> {
  const rows = [...text.matchAll(/^ \* \| *([^|]+?) *\| *([^|]+?) *\|$/gm)];
  return new Map(rows.map(([, name = '', meaning = '']) => [name, meaning]));
}
