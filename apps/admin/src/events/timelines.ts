import { WINDOWS } from '@entsync/domain';
import type { DataSource } from 'typeorm';

import { nameKey } from '../name-key.ts';
import { STEP_COLUMNS, toStep, type EventStep, type StepRow } from './event-step.ts';

/** One change from its capture to its last outcome. */
export interface Timeline {
  readonly trackingId: string;
  readonly windowsAccount: string | null;
  readonly startedAt: number;
  readonly lastAt: number;
  /** The oldest first. */
  readonly steps: readonly EventStep[];
}

interface TimelineRow extends StepRow {
  readonly tracking_id: string;
  readonly windows_account: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Each part has an index of its own. What has no tracking id belongs to no change. */
export const FIND_TIMELINES = `
  with named as (
    select tracking_id from events where windows_key = $1
    union select tracking_id from events where account_key = $1
    union select tracking_id from events where account_key = $3 and system_key = $2
    union select tracking_id from events where tracking_id = $4::uuid
  ), newest as (
    select tracking_id, started_at
    from named cross join lateral (select min(at) as started_at from events where tracking_id = named.tracking_id) times
    where tracking_id is not null
    order by started_at desc limit $5
  )
  select tracking_id, windows_account, ${STEP_COLUMNS}
  from newest join events using (tracking_id)
  order by started_at desc, tracking_id, at, id`;

/** A Windows account, an account of any system, `adapter/account`, or a tracking id. */
export function timelineParameters(name: string, limit: number): unknown[] {
  const key = nameKey(name);
  const slash = key.indexOf('/');
  const [system, account] = slash < 0 ? [null, null] : [key.slice(0, slash), key.slice(slash + 1)];
  return [key, system, account, UUID.test(key) ? key : null, limit];
}

/** The newest changes that somebody was part of; none for a name that nobody knows. */
export async function loadTimelines(source: DataSource, name: string, limit: number): Promise<Timeline[]> {
  const rows = await source.query<TimelineRow[]>(FIND_TIMELINES, timelineParameters(name, limit));
  return toTimelines(rows);
}

/** Rows come with each change's together. */
export function toTimelines(rows: readonly TimelineRow[]): Timeline[] {
  return [...Map.groupBy(rows, (row) => row.tracking_id)].map(([trackingId, ofChange]) => {
    const steps = ofChange.map(toStep);
    return {
      trackingId,
      windowsAccount: findWindowsAccount(ofChange),
      startedAt: steps.at(0)?.at ?? 0,
      lastAt: steps.at(-1)?.at ?? 0,
      steps,
    };
  });
}

/** Some events name the person, some only the account that they are about. */
function findWindowsAccount(rows: readonly TimelineRow[]): string | null {
  const person = rows.find((row) => row.windows_account !== null)?.windows_account;
  return person ?? rows.find((row) => row.system === WINDOWS)?.account ?? null;
}
