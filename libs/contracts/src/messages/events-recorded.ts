import { z } from 'zod';

import { accountName, entityName, micros, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

const recordedEvent = z.object({
  id: z.number().int(),
  symbol: z.string().max(80),
  at: micros,
  trackingId: uuid.optional(),
  /** `windows` or an adapter's name, with the account there. */
  system: entityName.optional(),
  account: accountName.optional(),
  /** Whose password it is about, where that is known. */
  windowsAccount: accountName.optional(),
  parameters: z.record(z.string(), z.union([z.string().max(1024), z.number(), z.boolean()])),
});

const schema = z.object({ service: entityName, events: z.array(recordedEvent).min(1) });

export type EventsRecordedV1 = z.infer<typeof schema>;
export type RecordedEvent = z.infer<typeof recordedEvent>;

/** What happened, for the timeline: one record for each service and batch. Never a secret. */
export const eventsRecordedV1: MessageDefinition<EventsRecordedV1> = {
  name: 'events-recorded',
  version: 1,
  schema,
  key: ({ service }) => service,
  subject: ({ service }) => service,
};
