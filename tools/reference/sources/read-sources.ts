import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parseAst } from 'vitest/node';

import { ROOT } from './root.ts';
import type { SyntaxNode } from './syntax.ts';

/** One file of production code. */
export interface SourceFile {
  /** From the root of the repository. */
  readonly file: string;
  /** The folder of its project, from the root. */
  readonly project: string;
  readonly program: SyntaxNode;
}

const FOLDERS = '{apps/*,libs/*,libs/adapters/*}/src/**/*.ts';
const NO_PRODUCTION = /-?spec\.ts$|\/contract-suite\//;

/** All production code, by file. */
export function readSources(): readonly SourceFile[] {
  return globSync(FOLDERS, { cwd: ROOT })
    .filter((file) => !NO_PRODUCTION.test(file))
    .toSorted()
    .map((file) => parseSource(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

export function parseSource(file: string, text: string): SourceFile {
  const program = parseAst(text, { lang: 'ts' }) as unknown as SyntaxNode;
  return { file, project: file.slice(0, file.indexOf('/src/')), program };
}
