import { z } from 'zod';

import { accountName } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';
import { captured } from './captured.ts';

const schema = z.object({
  /** `DOMAIN\user`, as the directory writes it. */
  account: accountName,
  /** The account's immutable id in the directory (objectGUID), where the source knows it. */
  accountId: z.string().max(64).optional(),
  /** Whether the user changed it, or somebody reset it, where the source knows. */
  means: z.enum(['change', 'reset']).optional(),
  ...captured,
});

export type WindowsPasswordChangedV1 = z.infer<typeof schema>;

/** A Windows password was changed. Public: any authorised producer may publish it. */
export const windowsPasswordChangedV1: MessageDefinition<WindowsPasswordChangedV1> = {
  name: 'windows-password-changed',
  version: 1,
  schema,
  key: ({ account }) => account.toLowerCase(),
  subject: ({ account }) => account,
};
