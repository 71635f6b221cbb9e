import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { EXCEPTIONS } from '../../tools/lint/allowed-imports.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SOURCES = ['libs/**/*.{ts,mjs}', 'apps/**/*.{ts,mjs}', '{test,tools}/**/*.{ts,mjs}'];
const DISABLES = /(?:oxlint|eslint)-disable(?:-next-line|-line)?(.*)/g;

it('no file switches a boundary off: an exception stands in tools/lint/allowed-imports.ts, with its reason', () => {
  const exclude = (name: string): boolean => ['node_modules', 'dist'].includes(path.basename(name));
  const files = globSync(SOURCES, { cwd: ROOT, exclude });
  expect(files).toContain('libs/domain/src/index.ts');
  expect(files.filter(switchesBoundaryOff)).toEqual([]);
});

it('every exception is of files that exist', () => {
  const patterns: readonly string[] = EXCEPTIONS.flatMap(({ files }) => files);
  expect(patterns.filter((pattern) => globSync(pattern, { cwd: ROOT }).length === 0)).toEqual([]);
});

function switchesBoundaryOff(file: string): boolean {
  const source = readFileSync(path.join(ROOT, file), 'utf8');
  return [...source.matchAll(DISABLES)].some(([, rules = '']) => namesBoundary(rules));
}

/** A comment that names no rule switches all of them off. */
function namesBoundary(rules: string): boolean {
  const named = rules.split('--')[0]?.replace('*/', '').trim();
  return named === '' || /no-restricted|no-cycle|no-require-imports/.test(rules);
}
