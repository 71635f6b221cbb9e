import { FAILURE_CLASSES } from '@entsync/domain';
import { z } from 'zod';

import { accountOfAdapter, accountOfAdapterKey, edition, micros, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

const about = { ...accountOfAdapter, trackingId: uuid, ...edition };

/** A host's word about one attempt. */
const attempt = {
  ...about,
  epoch: uuid,
  dispatchId: uuid,
  attempt: z.number().int().min(1),
  /** When the call at the target began and ended, in broker time. */
  startedAt: micros,
  endedAt: micros,
};

const applied = z.object({ outcome: z.literal('applied'), ...attempt });

const failed = z.object({
  outcome: z.literal('failed'),
  ...attempt,
  failure: z.enum(FAILURE_CLASSES),
  /** One of the adapter error codes, or of the host's own. */
  errorCode: z.string().max(64),
  /** A sentence for people, without any secret. */
  reason: z.string().max(500),
  /** The target may have the password although the call failed; it may take effect until then. */
  maybeAppliedUntil: micros.optional(),
  /** When the target wants to be asked again. */
  retryAt: micros.optional(),
});

/** The router's word: it did not leave, or no attempt of it is open any more. */
const superseded = z.object({
  outcome: z.literal('superseded'),
  ...about,
  maybeAppliedUntil: micros.optional(),
});

const schema = z.discriminatedUnion('outcome', [applied, failed, superseded]);

export type DeliverySettledV1 = z.infer<typeof schema>;
export type DeliveryAppliedV1 = z.infer<typeof applied>;
export type DeliveryFailedV1 = z.infer<typeof failed>;
export type DeliverySupersededV1 = z.infer<typeof superseded>;

/** What became of a dispatch. */
export const deliverySettledV1: MessageDefinition<DeliverySettledV1> = {
  name: 'delivery-settled',
  version: 1,
  schema,
  key: accountOfAdapterKey,
  subject: accountOfAdapterKey,
};
