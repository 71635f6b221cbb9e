import { z } from 'zod';

import { accountOfAdapter, accountOfAdapterKey, base64, edition, micros, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

/** A sealed delivery: only the store can have made it, only its adapter can open it. */
export const sealedDelivery = {
  ...accountOfAdapter,
  trackingId: uuid,
  ...edition,
  /** When the store published this revision. */
  publishedAt: micros,
  /** The age limit: nobody applies it any more. */
  expiresAt: micros,
  /** The epoch key under whose derivation it is sealed. */
  epoch: uuid,
  sealed: base64,
};

const schema = z.object(sealedDelivery);

export type DeliverPasswordV1 = z.infer<typeof schema>;

/** Make this account's password that of this version. */
export const deliverPasswordV1: MessageDefinition<DeliverPasswordV1> = {
  name: 'deliver-password',
  version: 1,
  schema,
  key: accountOfAdapterKey,
  subject: accountOfAdapterKey,
};
