import type { DataSource } from 'typeorm';

import { STEP_COLUMNS, toStep, type EventStep, type StepRow } from './event-step.ts';

/** One entry of the log. */
interface LoggedEvent extends EventStep {
  readonly id: number;
  readonly trackingId: string | null;
  readonly windowsAccount: string | null;
}

export interface LogPart {
  readonly events: readonly LoggedEvent[];
  /** What to ask for next; the same again when there was nothing. */
  readonly next: number;
}

interface LogRow extends StepRow {
  readonly id: string;
  readonly tracking_id: string | null;
  readonly windows_account: string | null;
}

/** The log as it was written, after this entry. */
export async function loadLog(source: DataSource, after: number, limit: number): Promise<LogPart> {
  const rows = await source.query<LogRow[]>(
    `select id, tracking_id, windows_account, ${STEP_COLUMNS} from events where id > $1 order by id limit $2`,
    [after, limit],
  );
  const events = rows.map((row) => ({
    id: Number(row.id),
    trackingId: row.tracking_id,
    windowsAccount: row.windows_account,
    ...toStep(row),
  }));
  return { events, next: events.at(-1)?.id ?? after };
}
