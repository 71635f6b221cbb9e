import { z } from 'zod';

import { accountOfAdapterKey, micros, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';
import { sealedDelivery } from './deliver-password.ts';

const schema = z.object({
  ...sealedDelivery,
  dispatchId: uuid,
  attempt: z.number().int().min(1),
  /** The host starts no call that could outlast it. */
  notAfter: micros,
  /** An earlier attempt may have set this password. */
  mayBeApplied: z.boolean(),
});

export type ApplyDeliveryV1 = z.infer<typeof schema>;

/** The router hands a delivery to its adapter. */
export const applyDeliveryV1: MessageDefinition<ApplyDeliveryV1> = {
  name: 'apply-delivery',
  version: 1,
  schema,
  key: accountOfAdapterKey,
  subject: accountOfAdapterKey,
};
