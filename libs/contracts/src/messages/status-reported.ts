import { ACCOUNT_FORMS } from '@entsync/domain';
import { z } from 'zod';

import { base64, entityName, micros, microsDifference } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

const spool = z.object({
  records: z.number().int().min(0),
  bytes: z.number().int().min(0),
  /** Halves whose result is still to come. */
  undecided: z.number().int().min(0),
  /** When the oldest record was captured. */
  oldestAt: micros.optional(),
});

const hostedAdapter = z.object({
  name: entityName,
  state: z.enum(['serving', 'waiting-for-key', 'disabled', 'misconfigured']),
  /** Recipient and signing keys that belong to the name, made where they are used. */
  recipientKey: base64,
  recipientKeyId: base64,
  signingKey: base64,
  /** What `verify()` said last; absent while it succeeds. */
  problem: z.string().max(500).optional(),
  spool: spool.optional(),
  /** The capture shim answers; absent where there is none. */
  shimAnswers: z.boolean().optional(),
});

const schema = z.object({
  principal: entityName,
  role: z.enum(['host', 'hook', 'router', 'producer']),
  /** Of the software. */
  version: z.string().max(32),
  startedAt: micros,
  clockOffset: microsDifference,
  /** For hosts: the kind that it runs, as administrators must know it. */
  hosts: z
    .object({
      kind: entityName,
      accountForm: z.enum(ACCOUNT_FORMS),
      /** JSON Schema of the settings of a named adapter. */
      settingsSchema: z.record(z.string(), z.unknown()),
    })
    .optional(),
  adapters: z.array(hostedAdapter).max(1000),
  spool: spool.optional(),
});

export type StatusReportedV1 = z.infer<typeof schema>;
export type HostedAdapterStatus = z.infer<typeof hostedAdapter>;
export type SpoolStatus = z.infer<typeof spool>;

/** A heartbeat, and the keys that the sender uses. Signed. */
export const statusReportedV1: MessageDefinition<StatusReportedV1> = {
  name: 'status-reported',
  version: 1,
  schema,
  key: ({ principal }) => principal.toLowerCase(),
  subject: ({ principal }) => principal,
};
