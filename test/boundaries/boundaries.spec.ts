import { describe, expect, it } from 'vitest';

import { ALLOWED_IMPORTS } from '../../tools/lint/allowed-imports.ts';
import { readProjects } from '../../tools/lint/projects.ts';
import { type Permission, PERMISSIONS, type Violation, VIOLATIONS } from './cases.ts';
import { lintFiles } from './lint-files.ts';

/** A name of its own for each case, so that all can be linted at once. */
const placeOf = ([project, file]: Permission | Violation, order: number): string =>
  `${project}/${file.replace('rule', `rule-${order}`)}`;

async function lintCases(cases: readonly (Permission | Violation)[]): Promise<readonly (readonly string[])[]> {
  const sources = Object.fromEntries(cases.map((given, order) => [placeOf(given, order), given[2]]));
  const told = await lintFiles(sources);
  return cases.map((given, order) => told[placeOf(given, order)] ?? []);
}

describe('what is forbidden is found, with the advice of its rule and no other', async () => {
  const told = await lintCases(VIOLATIONS);

  it.each(VIOLATIONS.map((violation, order) => ({ violation, order })))(
    '$violation.0/$violation.1: $violation.2',
    ({ violation, order }) => {
      expect(told[order]).toEqual([expect.stringContaining(violation[3])]);
    },
  );

  it('two files that import each other are found', async () => {
    const cycle = { 'libs/domain/src/a.ts': "import './b.ts';", 'libs/domain/src/b.ts': "import './a.ts';" };
    expect(Object.values(await lintFiles(cycle)).flat()).toContainEqual(expect.stringContaining('remove the cycle'));
  });

  it('every row of the table has a violation that proves it', () => {
    const folders = new Set(VIOLATIONS.map(([project]) => project));
    const proven = readProjects().filter(({ folder }) => folders.has(folder));
    expect(new Set(proven.map(({ type }) => type))).toEqual(new Set(Object.keys(ALLOWED_IMPORTS)));
  });
});

describe('what is allowed passes', async () => {
  const told = await lintCases(PERMISSIONS);

  it.each(PERMISSIONS.map((permission, order) => ({ permission, order })))(
    '$permission.0/$permission.1: $permission.2',
    ({ order }) => {
      expect(told[order]).toEqual([]);
    },
  );
});
