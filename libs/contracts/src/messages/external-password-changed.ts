import { z } from 'zod';

import { accountOfAdapter, accountOfAdapterKey } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';
import { captured } from './captured.ts';

const schema = z.object({
  ...accountOfAdapter,
  /** The account's immutable id in its system, where there is one. */
  accountId: z.string().max(128).optional(),
  ...captured,
});

export type ExternalPasswordChangedV1 = z.infer<typeof schema>;

/** A password was changed in an external system. Public: any authorised producer may publish it. */
export const externalPasswordChangedV1: MessageDefinition<ExternalPasswordChangedV1> = {
  name: 'external-password-changed',
  version: 1,
  schema,
  key: accountOfAdapterKey,
  subject: accountOfAdapterKey,
};
