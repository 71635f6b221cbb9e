import { builtinModules } from 'node:module';

import { ALLOWED_IMPORTS, ALSO_ALLOWED, type AllowedImports, EXCEPTIONS } from './allowed-imports.ts';
import { type Project, readPackages, readProjects } from './projects.ts';
import { type ForbiddenImports, type Restriction, RESTRICTIONS } from './restrictions.ts';

interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, readonly unknown[] | 'off'>>;
}

const PROJECTS = readProjects();
const PACKAGES = readPackages();
const TESTS = ['**/*.spec.ts', '**/*.{int,contract,e2e}-spec.ts', 'test/**', 'src/contract-suite/**'];
const TESTS_MAY: readonly string[] = ['engines', 'sdk'];
const OUTSIDE: Project = { name: 'entsync', folder: '.', type: 'none', scope: 'shared' };

/** The linter takes the last override that restricts a file and forgets the others: each of these is complete. */
export const boundaries: readonly Override[] = [
  ...PROJECTS.flatMap((project) => [
    { files: [`${project.folder}/**`], rules: rulesOf(restrictProduction(project)) },
    { files: TESTS.map((files) => `${project.folder}/${files}`), rules: rulesOf(restrictTests(project)) },
  ]),
  { files: ['test/**', 'tools/**'], rules: rulesOf(restrictOutside()) },
  ...EXCEPTIONS,
];

function restrictProduction(project: Project): readonly Restriction[] {
  const row = rowOf(project);
  const ours = [...row.ours, ...(ALSO_ALLOWED[project.name] ?? [])];
  const binding = RESTRICTIONS.filter(({ binds }) => binds?.(project) ?? true);
  return [{ imports: [restrictApps(), restrictOurs(project, ours), restrictOthers(row)] }, ...binding];
}

function restrictTests(project: Project): readonly Restriction[] {
  const ours = [...rowOf(project).ours, ...TESTS_MAY];
  return [{ imports: [restrictApps(), restrictOurs(project, ours)] }, ...bindingTests(project)];
}

/** Whole-system tests and tools see every library, from outside. */
function restrictOutside(): readonly Restriction[] {
  return [{ imports: [restrictApps()] }, ...bindingTests(OUTSIDE)];
}

function bindingTests(project: Project): readonly Restriction[] {
  return RESTRICTIONS.filter(({ binds, isForProduction }) => isForProduction !== true && (binds?.(project) ?? true));
}

function rowOf({ name, type }: Project): AllowedImports {
  const row = ALLOWED_IMPORTS[type];
  if (row === undefined) throw new Error(`${name}: add a row for the type "${type}" to tools/lint/allowed-imports.ts.`);
  return row;
}

function restrictApps(): ForbiddenImports {
  const apps = PROJECTS.filter(isApp).map(({ name }) => name);
  return { packages: apps, message: 'Nobody imports an app: move what both need into a library, or talk over Kafka.' };
}

function restrictOurs(project: Project, ours: readonly string[]): ForbiddenImports {
  const isAllowed = ({ name, type, scope }: Project): boolean =>
    (ours.includes(type) || ours.includes(name)) && ['shared', project.scope].includes(scope);
  const forbidden = PROJECTS.filter((other) => !isApp(other) && !isAllowed(other)).map(({ name }) => name);
  return { packages: forbidden, message: rowOf(project).instead };
}

function restrictOthers({ others, instead }: AllowedImports): ForbiddenImports {
  const packages = PACKAGES.filter((name) => !others(name));
  const builtins = others('node') ? [] : builtinModules.flatMap((name) => [name, `node:${name.replace('node:', '')}`]);
  return { packages: [...packages, ...builtins].filter((name) => !isRestricted(name)), message: instead };
}

/** So that one import gives one message. */
function isRestricted(name: string): boolean {
  const restricted = RESTRICTIONS.flatMap(({ imports = [] }) => imports);
  return restricted.some(({ packages, importNames }) => importNames === undefined && packages?.includes(name));
}

function rulesOf(restrictions: readonly Restriction[]): Override['rules'] {
  return {
    'no-restricted-imports': [
      'error',
      { patterns: restrictions.flatMap(({ imports = [] }) => imports.map(toPattern)) },
    ],
    'no-restricted-globals': ['error', ...restrictions.flatMap(({ globals = [] }) => globals)],
    'no-restricted-properties': ['error', ...restrictions.flatMap(({ properties = [] }) => properties)],
  };
}

/** Never by the linter's globs: one without a slash matches a folder of that name anywhere, and what one excepts is excepted from all. */
function toPattern({ packages, like, ...rest }: ForbiddenImports): Readonly<Record<string, unknown>> {
  return { regex: like ?? `^(${packages?.join('|').replaceAll('.', String.raw`\.`)})(/|$)`, ...rest };
}

function isApp({ folder }: Project): boolean {
  return folder.startsWith('apps/');
}
