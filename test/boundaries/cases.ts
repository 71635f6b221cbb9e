import { ALLOWED_IMPORTS } from '../../tools/lint/allowed-imports.ts';

const SPEC = 'src/rule.spec.ts';
const SRC = 'src/rule.ts';

const NO_APP = 'Nobody imports an app: move what both need into a library, or talk over Kafka.';
const ASK_MESSAGING = 'Only libs/messaging imports kafkajs: publish and consume through @entsync/messaging.';
const ASK_SECRETS = 'Only libs/secrets touches cryptography: take it from @entsync/secrets, or add it there.';
const ASK_CONFIG = 'Only libs/config reads the environment: declare a setting and read it through @entsync/config.';
const PASS_IN = 'The domain has no clock, no random and no I/O: pass the value in.';
const USE_NAME = 'Import a library by its name alone: what it offers is in its src/index.ts, and can be added there.';
const STAY_INSIDE = 'A relative import stays inside its project: import another project by its name.';
const LEAVE_TESTS = 'Test code never reaches production: move what both need out of the test.';
const USE_IMPORT = 'Import the module by its name, so that its boundary is checked.';

/** The advice of a row of the table. */
const row = (type: string): string => ALLOWED_IMPORTS[type]?.instead ?? '';

/** A project's folder, a file in it, what the file says, and the advice that this must give. */
export type Violation = readonly [project: string, file: string, line: string, advice: string];
export type Permission = readonly [project: string, file: string, line: string];

export const VIOLATIONS: readonly Violation[] = [
  ['libs/domain', SRC, "import '@entsync/contracts';", row('domain')],
  ['libs/domain', SRC, "import 'zod';", row('domain')],
  ['libs/domain', SRC, "import 'node:fs/promises';", row('domain')],
  ['libs/domain', SRC, "import 'fs';", row('domain')],
  ['libs/domain', SRC, 'export const at = Date.now();', PASS_IN],
  ['libs/domain', SRC, 'export const chance = Math.random();', PASS_IN],
  ['libs/domain', SRC, 'setTimeout(() => undefined, 1);', PASS_IN],
  ['libs/domain', SRC, 'export const folder = process.cwd();', PASS_IN],
  ['libs/contracts', SRC, "import '@entsync/messaging';", row('contracts')],
  ['libs/contracts', SRC, "import 'node:path';", row('contracts')],
  ['libs/entsso', SRC, "import '@entsync/config';", row('contracts')],
  ['libs/entsso', SRC, "import 'fastify';", row('contracts')],
  ['libs/adapter-sdk', SRC, "import '@entsync/messaging';", row('sdk')],
  ['libs/adapter-sdk', SRC, "import 'pino';", row('sdk')],
  ['libs/adapters/ldap', SRC, "import '@entsync/secrets';", row('adapter')],
  ['libs/adapters/ldap', SRC, "import '@entsync/adapter-host';", row('adapter')],
  ['libs/adapters/ldap', SRC, "import '@entsync/engines';", row('adapter')],
  ['libs/adapters/ldap', SRC, "import '@nestjs/common';", row('adapter')],
  ['libs/adapters/ldap', SRC, "import '@entsync/adapter-kind-postgresql';", row('adapter')],
  ['libs/adapters/ldap', SPEC, "import '@entsync/adapter-kind-postgresql';", row('adapter')],
  ['libs/engines', SRC, "import '@entsync/domain';", row('engines')],
  ['libs/spool', SRC, "import '@entsync/service';", row('infra')],
  ['libs/spool', SRC, "import '@entsync/engines';", row('infra')],
  ['libs/api-client', SRC, "import '@entsync/database';", row('client')],
  ['libs/api-client', SRC, "import 'typeorm';", row('client')],
  ['libs/service', SRC, "import '@entsync/adapter-sdk';", row('service')],
  ['libs/adapter-host', SRC, "import '@entsync/adapter-kind-ldap';", row('host')],
  ['apps/cli', SRC, "import '@entsync/service';", row('cli')],
  ['apps/cli', SRC, "import '@nestjs/core';", row('cli')],
  ['apps/mapping-store', SRC, "import '@entsync/engines';", row('app')],
  ['apps/adapter-ldap', SRC, "import '@entsync/adapter-kind-postgresql';", row('app')],

  ['apps/mapping-store', SRC, "import '@entsync/sync-router';", NO_APP],
  ['apps/mapping-store', SPEC, "import '@entsync/sync-router';", NO_APP],
  ['libs/service', SRC, "import '@entsync/mapping-store';", NO_APP],

  ['apps/sync-router', SRC, "import 'kafkajs';", ASK_MESSAGING],
  ['apps/sync-router', SRC, "export type { Kafka } from 'kafkajs';", ASK_MESSAGING],
  ['apps/sync-router', SRC, "export const load = (): Promise<unknown> => import('kafkajs');", ASK_MESSAGING],
  ['apps/sync-router', SPEC, "import 'kafkajs';", ASK_MESSAGING],
  ['libs/domain', SRC, "import 'kafkajs';", ASK_MESSAGING],
  ['libs/service', SRC, "import 'kafkajs/src/consumer/index.js';", ASK_MESSAGING],
  ['test', 'flows/rule.e2e-spec.ts', "import 'kafkajs';", ASK_MESSAGING],
  ['tools', 'reference/rule.ts', "import 'kafkajs';", ASK_MESSAGING],

  ['libs/spool', SRC, "import 'node:crypto';", ASK_SECRETS],
  ['libs/spool', SRC, "import 'hpke';", ASK_SECRETS],
  ['libs/spool', SRC, 'export const id = crypto.randomUUID();', ASK_SECRETS],
  ['libs/spool', SRC, 'export const { subtle } = globalThis.crypto;', ASK_SECRETS],
  ['libs/spool', SPEC, "import 'crypto';", ASK_SECRETS],
  ['libs/domain', SRC, "import 'node:crypto';", ASK_SECRETS],
  ['test', 'flows/rule.e2e-spec.ts', 'export const id = crypto.randomUUID();', ASK_SECRETS],
  ['apps/mapping-store', SRC, "export const crypto = process.getBuiltinModule('crypto');", USE_IMPORT],

  ['apps/mapping-store', SRC, "export const home = process.env['HOME'];", ASK_CONFIG],
  ['apps/mapping-store', SRC, 'export const { env } = process;', ASK_CONFIG],
  ['apps/mapping-store', SRC, "export { env } from 'node:process';", ASK_CONFIG],
  ['libs/engines', SRC, "export const home = process['env'];", ASK_CONFIG],

  ['libs/domain', SRC, "import 'vitest';", LEAVE_TESTS],
  ['libs/domain', SRC, "import '../test/model-world.ts';", LEAVE_TESTS],
  ['libs/domain', SRC, "import './version.spec.ts';", LEAVE_TESTS],
  ['libs/adapter-sdk', SRC, "import './contract-suite/index.ts';", LEAVE_TESTS],
  ['libs/adapters/ldap', SRC, "import '@entsync/adapter-sdk/contract-suite';", LEAVE_TESTS],

  ['libs/spool', SRC, "import '@entsync/domain/src/secret.ts';", USE_NAME],
  ['libs/spool', SPEC, "import '@entsync/domain/src/secret.ts';", USE_NAME],
  ['libs/spool', SRC, "import '../../domain/src/secret.ts';", STAY_INSIDE],
  ['libs/spool', SPEC, "import '../../domain/test/model-world.ts';", STAY_INSIDE],
  ['libs/adapters/ldap', 'src/capture/rule.ts', "import '../../../postgresql/src/settings.ts';", STAY_INSIDE],
  ['test', 'flows/rule.e2e-spec.ts', "import '../../libs/domain/src/secret.ts';", STAY_INSIDE],
];

export const PERMISSIONS: readonly Permission[] = [
  ['libs/domain', SRC, "import './version.ts';"],
  ['libs/domain', SRC, 'export const at = new Date(0);'],
  ['libs/domain', SPEC, "import 'fast-check'; import 'node:util'; import '../test/model-world.ts';"],
  ['libs/contracts', SRC, "import '@entsync/domain'; import 'zod';"],
  ['libs/entsso', SRC, "import '@entsync/domain';"],
  ['libs/adapter-sdk', SRC, "import '@entsync/secrets'; import 'zod'; import 'node:fs/promises';"],
  ['libs/adapter-sdk', 'src/contract-suite/rule.ts', "import 'vitest';"],
  ['libs/adapters/ldap', SRC, "import '@entsync/adapter-sdk'; import '@entsync/domain'; import 'ldapts';"],
  ['libs/adapters/ldap', SPEC, "import '@entsync/engines'; import '@entsync/adapter-sdk/contract-suite';"],
  ['libs/engines', SRC, "import 'pg'; import 'node:child_process';"],
  ['libs/engines', 'src/kafka/format-storage.ts', 'export const id = crypto.randomUUID();'],
  ['libs/messaging', SRC, "import 'kafkajs'; import '@entsync/contracts';"],
  ['libs/secrets', SRC, "import 'node:crypto'; import 'hpke'; export const id = crypto.randomUUID();"],
  ['libs/config', SRC, 'export const environment = process.env;'],
  ['libs/spool', SPEC, 'export const environment = process.env;'],
  ['libs/api-client', SRC, "import '@entsync/secrets';"],
  ['libs/service', SRC, "import '@entsync/messaging'; import '@nestjs/core';"],
  ['libs/adapter-host', SRC, "import '@entsync/adapter-sdk'; import '@entsync/service';"],
  ['apps/cli', SRC, "import '@entsync/api-client'; import 'commander';"],
  ['apps/adapter-ldap', SRC, "import '@entsync/adapter-kind-ldap'; import '@entsync/adapter-host';"],
  ['apps/supervisor', SRC, "import '@entsync/engines';"],
  ['apps/mapping-store', 'src/intake/steps/rule.ts', "import '../../ledger/rule.ts'; import 'typeorm';"],
  ['test', 'bench/chain/rule.ts', "import 'kafkajs';"],
  ['test', 'flows/rule.e2e-spec.ts', "import '@entsync/engines'; import '../system/system.ts'; import 'pg';"],
];
