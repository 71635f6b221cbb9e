import { findSlapd, installDebianPackages } from '@entsync/engines';
import { existsSync } from 'node:fs';

/** Programs of the operating system, and the tests that cannot be run without them. */
const NEEDS = [
  {
    program: 'slapd',
    isThere: () => findSlapd() !== undefined,
    files: [
      'libs/adapters/ldap/**/*.{int,contract}-spec.ts',
      'libs/engines/src/openldap/*.int-spec.ts',
      'apps/ldap-shim/**/*.int-spec.ts',
      'test/lab.e2e-spec.ts',
    ],
  },
  {
    program: 'psql',
    isThere: () => existsSync('/usr/bin/psql'),
    files: ['libs/adapters/postgresql/**/*.{int,contract}-spec.ts'],
  },
] as const;

const PACKAGES = ['slapd', 'ldap-utils', 'postgresql-client'];

export interface LeftOut {
  /** Patterns of files. */
  readonly files: readonly string[];
  /** Why, and how to have them, for people; empty when nothing is left out. */
  readonly why: string;
}

/** Installs what the tests need where that is possible, and tells which of them cannot be run. */
export async function prepareMachine(say: (line: string) => void): Promise<LeftOut> {
  const refusal = await installDebianPackages(PACKAGES, say).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : 'unknown reason'),
  );
  const missing = NEEDS.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return { files: [], why: '' };
  const programs = missing.map(({ program }) => program).join(' and ');
  return {
    files: missing.flatMap(({ files }) => files),
    why: `Tests are left out because there is no ${programs}. ${refusal ?? ''}`.trim(),
  };
}
