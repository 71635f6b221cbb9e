import { TOPIC_SAFE_NAME } from '@entsync/contracts';
import { parseWindowsAccount, WINDOWS } from '@entsync/domain';
import { SYNC_AGE_HOURS_RANGE } from '@entsync/entsso';
import { z } from 'zod';

const entityName = z.string().regex(/^[^\s\p{C}]{1,128}$/u, 'must be 1 to 128 characters without white space');

const system = z
  .strictObject({
    enabled: z.boolean(),
    acceptHooks: z.boolean(),
    windowsSync: z.boolean(),
    externalSync: z.boolean(),
    fullSync: z.boolean(),
    syncAgeHours: z.number().int().min(SYNC_AGE_HOURS_RANGE.least).max(SYNC_AGE_HOURS_RANGE.most),
  })
  .partial();

const adapterFlags = z
  .strictObject({
    syncToAdapter: z.boolean(),
    syncFromAdapter: z.boolean(),
    verifyOldPassword: z.boolean(),
    changeWindowsPassword: z.boolean(),
    sendOldPassword: z.boolean(),
    allowMappingConflicts: z.boolean(),
  })
  .partial();

const adapterLimits = z
  .strictObject({
    window: z.number().int().min(1).max(100_000),
    maximumPending: z.number().int().min(1).max(10_000),
    callTimeoutSeconds: z.number().int().min(1).max(55),
  })
  .partial();

const adapter = z.strictObject({
  name: z
    .string()
    .regex(TOPIC_SAFE_NAME, 'must consist of letters, digits, dots, dashes and underscores')
    .refine((name) => name.toLowerCase() !== WINDOWS, `must not be "${WINDOWS}"`),
  kind: z.string().min(1),
  /** The host that runs it; by default the host of its kind. */
  host: z.string().min(1).optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  flags: adapterFlags.optional(),
  limits: adapterLimits.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  delete: z.boolean().default(false),
});

const field = z.strictObject({
  label: z.string().min(1),
  masked: z.boolean().default(true),
  synchronized: z.boolean().default(false),
});

const application = z.strictObject({
  name: entityName,
  description: z.string().optional(),
  contact: z.string().optional(),
  type: z.enum(['individual', 'group', 'host-group']).optional(),
  enabled: z.boolean().optional(),
  /** `null` takes it away. */
  adapter: z.string().min(1).nullable().optional(),
  /** Credential fields behind the external account, which is field 0. */
  fields: z.array(field).min(1).optional(),
  delete: z.boolean().default(false),
});

const mapping = z.strictObject({
  windows: z.string().refine((account) => parseWindowsAccount(account) !== undefined, 'must be written DOMAIN\\user'),
  application: z.string().min(1),
  account: z.string().min(1).max(1024),
  enabled: z.boolean().optional(),
  delete: z.boolean().default(false),
});

/** The declarative configuration of an installation. What is not named stays as it is. */
export const applyDocument = z.strictObject({
  format: z.literal('entsync-1'),
  system: system.optional(),
  adapters: z.array(adapter).default([]),
  applications: z.array(application).default([]),
  mappings: z.array(mapping).default([]),
});

export type ApplyDocument = z.output<typeof applyDocument>;
export type WantedAdapter = ApplyDocument['adapters'][number];
export type WantedApplication = ApplyDocument['applications'][number];
export type WantedMapping = ApplyDocument['mappings'][number];

/** Where in the document something is. */
export type DocumentPath = readonly (string | number)[];

export interface ApplyProblem {
  readonly path: DocumentPath;
  readonly message: string;
  /** The event of Enterprise Single Sign-On that says the same, where there is one. */
  readonly eventId?: number;
}

export interface ApplyChange {
  readonly what: 'system' | 'adapter' | 'application' | 'mapping';
  readonly name: string;
  readonly how: 'created' | 'changed' | 'deleted';
  /** `field: before -> after`, for people. */
  readonly details: readonly string[];
}

export interface ApplyResult {
  readonly changes: readonly ApplyChange[];
  readonly problems: readonly ApplyProblem[];
}
