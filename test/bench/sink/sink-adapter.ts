import type { AdapterDefinition } from '@entsync/adapter-sdk';
import { z } from 'zod';

import { ArrivalWriter } from '../arrival-writer.ts';

const sinkSettings = z.strictObject({
  file: z.string().min(1).describe('Where each call is written down: when, and for which account.'),
});

/** A target that takes every password and keeps none: what is measured is the way to it. */
export const sinkAdapter: AdapterDefinition<z.output<typeof sinkSettings>> = {
  kind: 'sink',
  accountForm: 'exact',
  settingsSchema: sinkSettings,
  create: ({ file }) => {
    const writer = new ArrivalWriter(file);
    return {
      verify: () => Promise.resolve(),
      setPassword: ({ account }) => {
        writer.note(account);
        return Promise.resolve();
      },
      close: () => writer.close(),
    };
  },
};
