import { z } from 'zod';

import { accountName, base64, micros, microsDifference, sequence, uuid } from '../fields.ts';

/** What every captured change says of its origin and time, and the sealed password itself. */
export const captured = {
  /** The spool or producer that numbers its own changes. */
  origin: uuid,
  sequence,
  /** The origin's own clock at the moment of the change. */
  capturedAt: micros,
  /** What to add to `capturedAt` for broker time, as the origin knew it when it published. */
  clockOffset: microsDifference,
  /** Who made the change, as the system names it. A hint, never a rule. */
  actor: accountName.optional(),
  /** The captured password (and old password), sealed to the store. Its layout is in docs/reference/sealed-capture.md. */
  sealed: base64,
};

const capturedSchema = z.object(captured);
export type Captured = z.infer<typeof capturedSchema>;
