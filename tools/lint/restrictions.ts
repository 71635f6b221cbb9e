import type { Project } from './projects.ts';

/** What a message is given for: packages by name with all that is below them, or imports that look like this. */
export interface ForbiddenImports {
  readonly packages?: readonly string[];
  readonly like?: string;
  readonly importNames?: readonly string[];
  readonly message: string;
}

/** Something that most code may not use. */
export interface Restriction {
  readonly imports?: readonly ForbiddenImports[];
  readonly globals?: readonly { readonly name: string; readonly message: string }[];
  readonly properties?: readonly { readonly object: string; readonly property: string; readonly message: string }[];
  /** Whom it restricts; everybody unless it says so. */
  readonly binds?: (project: Project) => boolean;
  /** Tests may. */
  readonly isForProduction?: boolean;
}

const ASK_MESSAGING = 'Only libs/messaging imports kafkajs: publish and consume through @entsync/messaging.';
const ASK_SECRETS = 'Only libs/secrets touches cryptography: take it from @entsync/secrets, or add it there.';
const ASK_CONFIG = 'Only libs/config reads the environment: declare a setting and read it through @entsync/config.';
const PASS_IN = 'The domain has no clock, no random and no I/O: pass the value in.';
const USE_NAME = 'Import a library by its name alone: what it offers is in its src/index.ts, and can be added there.';
const STAY_INSIDE = 'A relative import stays inside its project: import another project by its name.';
const LEAVE_TESTS = 'Test code never reaches production: move what both need out of the test.';
const USE_IMPORT = 'Import the module by its name, so that its boundary is checked.';

const TEST_PACKAGES = ['vitest', 'fast-check', '@entsync/adapter-sdk/contract-suite'];

const IMPURE = ['process', 'Buffer', 'fetch', 'performance', 'setTimeout', 'setInterval', 'setImmediate'];

export const RESTRICTIONS: readonly Restriction[] = [
  {
    binds: ({ name }) => name !== '@entsync/messaging',
    imports: [{ packages: ['kafkajs'], message: ASK_MESSAGING }],
  },
  {
    binds: ({ name }) => name !== '@entsync/secrets',
    imports: [{ packages: ['crypto', 'node:crypto', 'hpke'], message: ASK_SECRETS }],
    globals: [{ name: 'crypto', message: ASK_SECRETS }],
    properties: [
      { object: 'globalThis', property: 'crypto', message: ASK_SECRETS },
      { object: 'global', property: 'crypto', message: ASK_SECRETS },
    ],
  },
  {
    binds: ({ name }) => name !== '@entsync/config',
    isForProduction: true,
    imports: [{ packages: ['process', 'node:process'], importNames: ['env'], message: ASK_CONFIG }],
    properties: [{ object: 'process', property: 'env', message: ASK_CONFIG }],
  },
  {
    binds: ({ type }) => type === 'domain',
    isForProduction: true,
    globals: IMPURE.map((name) => ({ name, message: PASS_IN })),
    properties: [
      { object: 'Date', property: 'now', message: PASS_IN },
      { object: 'Math', property: 'random', message: PASS_IN },
    ],
  },
  {
    isForProduction: true,
    imports: [
      { packages: TEST_PACKAGES, message: LEAVE_TESTS },
      { like: String.raw`^\..*(/(test|contract-suite)/|[.-]spec\.ts$)`, message: LEAVE_TESTS },
    ],
  },
  {
    imports: [
      { like: '^@entsync/[^/]+/(src|dist|test)/', message: USE_NAME },
      // Up, then down into a folder from which one goes on to sources: that folder is another project.
      { like: String.raw`^(\.\./)+[^./][^/]*/(.+/)?(src|dist|test)/`, message: STAY_INSIDE },
    ],
    properties: [{ object: 'process', property: 'getBuiltinModule', message: USE_IMPORT }],
  },
];
