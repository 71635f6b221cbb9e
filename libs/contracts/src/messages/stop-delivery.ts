import { z } from 'zod';

import { accountOfAdapter, accountOfAdapterKey, edition, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

const schema = z.object({
  ...accountOfAdapter,
  trackingId: uuid,
  ...edition,
  /** `superseded`: nothing up to this edition may leave. `withdrawn`: the same, and the router must answer for it. */
  because: z.enum(['superseded', 'withdrawn']),
});

export type StopDeliveryV1 = z.infer<typeof schema>;

/** Nothing up to this edition may be sent to the account any more. */
export const stopDeliveryV1: MessageDefinition<StopDeliveryV1> = {
  name: 'stop-delivery',
  version: 1,
  schema,
  key: accountOfAdapterKey,
  subject: accountOfAdapterKey,
};
