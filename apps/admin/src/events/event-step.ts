import type { RecordedEvent } from '@entsync/contracts';
import type { EventSeverity } from '@entsync/entsso';

import { describeEvent } from './describe-event.ts';

/** One thing that happened, as people see it. Times are microseconds since 1970. */
export interface EventStep {
  readonly at: number;
  readonly service: string;
  readonly eventId: number;
  readonly symbol: string;
  readonly severity: EventSeverity;
  /** The catalogue's sentence, filled in. */
  readonly text: string;
  readonly system: string | null;
  readonly account: string | null;
  readonly parameters: RecordedEvent['parameters'];
}

export interface StepRow {
  readonly at: string;
  readonly service: string;
  readonly event_id: number;
  readonly symbol: string;
  readonly system: string | null;
  readonly account: string | null;
  readonly parameters: RecordedEvent['parameters'];
}

export const STEP_COLUMNS = 'at, service, event_id, symbol, system, account, parameters';

export function toStep(row: StepRow): EventStep {
  const { service, event_id: eventId, symbol, system, account, parameters } = row;
  const { severity, text } = describeEvent(eventId, symbol, parameters);
  return { at: Number(row.at), service, eventId, symbol, severity, text, system, account, parameters };
}
