import { readyAt, type Dispatch, type Edition, type Lane, type LaneState, type WantedEdition } from '@entsync/domain';

import { LaneInWork, type Payload } from './lane-in-work.ts';

/** A row of `lanes` as PostgreSQL gives it. */
export interface LaneRow {
  readonly adapter: string;
  readonly account: string;
  readonly partition: number;
  readonly state: LaneState;
  readonly floor_time: string | null;
  readonly floor_origin: string | null;
  readonly floor_sequence: string | null;
  readonly floor_revision: number | null;
  readonly wanted_time: string | null;
  readonly wanted_origin: string | null;
  readonly wanted_sequence: string | null;
  readonly wanted_revision: number | null;
  readonly wanted_expires_at: string | null;
  readonly wanted_attempts: number | null;
  readonly wanted_retry_at: string | null;
  readonly wanted_maybe_applied_until: string | null;
  readonly tracking_id: string | null;
  readonly published_at: string | null;
  readonly epoch: string | null;
  readonly sealed: Buffer | null;
  readonly flight_time: string | null;
  readonly flight_origin: string | null;
  readonly flight_sequence: string | null;
  readonly flight_revision: number | null;
  readonly flight_dispatch_id: string | null;
  readonly flight_attempt: number | null;
  readonly flight_not_after: string | null;
  readonly flight_tracking_id: string | null;
  readonly flight_maybe_applied_until: string | null;
  readonly taken_back_time: string | null;
  readonly taken_back_origin: string | null;
  readonly taken_back_sequence: string | null;
  readonly taken_back_revision: number | null;
  readonly quiet_until: string | null;
}

function editionOf(
  time: string | null,
  origin: string | null,
  sequence: string | null,
  revision: number | null,
): Edition | undefined {
  if (time === null || origin === null) return undefined;
  return { version: { time: Number(time), origin, sequence: Number(sequence) }, revision: revision ?? 0 };
}

const optional = <Name extends string>(name: Name, value: string | null): Partial<Record<Name, number>> =>
  value === null ? {} : ({ [name]: Number(value) } as Partial<Record<Name, number>>);

function wantedOf(row: LaneRow): WantedEdition | undefined {
  const edition = editionOf(row.wanted_time, row.wanted_origin, row.wanted_sequence, row.wanted_revision);
  if (edition === undefined) return undefined;
  return {
    ...edition,
    expiresAt: Number(row.wanted_expires_at),
    attempts: row.wanted_attempts ?? 0,
    ...optional('retryAt', row.wanted_retry_at),
    ...optional('maybeAppliedUntil', row.wanted_maybe_applied_until),
  };
}

function flightOf(row: LaneRow): Dispatch | undefined {
  const edition = editionOf(row.flight_time, row.flight_origin, row.flight_sequence, row.flight_revision);
  if (edition === undefined || row.flight_dispatch_id === null) return undefined;
  return {
    ...edition,
    dispatchId: row.flight_dispatch_id,
    attempt: row.flight_attempt ?? 1,
    notAfter: Number(row.flight_not_after),
    ...optional('maybeAppliedUntil', row.flight_maybe_applied_until),
  };
}

function payloadOf(row: LaneRow): Payload | undefined {
  if (row.tracking_id === null || row.epoch === null || row.sealed === null) return undefined;
  return {
    trackingId: row.tracking_id,
    publishedAt: Number(row.published_at),
    epoch: row.epoch,
    sealed: row.sealed.toString('base64'),
  };
}

export function toLane(row: LaneRow): LaneInWork {
  const floor = editionOf(row.floor_time, row.floor_origin, row.floor_sequence, row.floor_revision);
  const wanted = wantedOf(row);
  const inFlight = flightOf(row);
  const takenBack = editionOf(
    row.taken_back_time,
    row.taken_back_origin,
    row.taken_back_sequence,
    row.taken_back_revision,
  );
  const lane: Lane = {
    state: row.state,
    ...(floor === undefined ? {} : { floor }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(takenBack === undefined ? {} : { takenBack }),
    ...optional('quietUntil', row.quiet_until),
  };
  const ref = { adapter: row.adapter, account: row.account, partition: row.partition };
  return new LaneInWork(ref, lane, payloadOf(row), row.flight_tracking_id ?? undefined);
}

/** As `json_to_recordset` takes it. */
export function toLaneJson({ ref, lane, payload, flightTrackingId }: LaneInWork): Record<string, unknown> {
  return {
    ...ref,
    state: lane.state,
    ...editionColumns('floor', lane.floor),
    ...wantedColumns(lane.wanted, payload),
    ...flightColumns(lane.inFlight, flightTrackingId),
    ...editionColumns('taken_back', lane.takenBack),
    quiet_until: lane.quietUntil,
    ready_at: readyAt(lane),
  };
}

/** The router keeps no ciphertext of what it does not want to send any more. */
function wantedColumns(wanted: WantedEdition | undefined, payload: Payload | undefined): Record<string, unknown> {
  if (wanted === undefined || payload === undefined) return {};
  return {
    ...editionColumns('wanted', wanted),
    wanted_expires_at: wanted.expiresAt,
    wanted_attempts: wanted.attempts,
    wanted_retry_at: wanted.retryAt,
    wanted_maybe_applied_until: wanted.maybeAppliedUntil,
    tracking_id: payload.trackingId,
    published_at: payload.publishedAt,
    epoch: payload.epoch,
    sealed: `\\x${Buffer.from(payload.sealed, 'base64').toString('hex')}`,
  };
}

function flightColumns(inFlight: Dispatch | undefined, trackingId: string | undefined): Record<string, unknown> {
  if (inFlight === undefined) return {};
  return {
    ...editionColumns('flight', inFlight),
    flight_dispatch_id: inFlight.dispatchId,
    flight_attempt: inFlight.attempt,
    flight_not_after: inFlight.notAfter,
    flight_tracking_id: trackingId,
    flight_maybe_applied_until: inFlight.maybeAppliedUntil,
  };
}

function editionColumns(prefix: string, edition: Edition | undefined): Record<string, unknown> {
  return {
    [`${prefix}_time`]: edition?.version.time,
    [`${prefix}_origin`]: edition?.version.origin,
    [`${prefix}_sequence`]: edition?.version.sequence,
    [`${prefix}_revision`]: edition?.revision,
  };
}

const EDITION = ['time bigint', 'origin uuid', 'sequence bigint', 'revision integer'];

const COLUMNS = [
  'adapter text',
  'account text',
  'partition integer',
  'state text',
  ...EDITION.map((column) => `floor_${column}`),
  ...EDITION.map((column) => `wanted_${column}`),
  'wanted_expires_at bigint',
  'wanted_attempts integer',
  'wanted_retry_at bigint',
  'wanted_maybe_applied_until bigint',
  'tracking_id uuid',
  'published_at bigint',
  'epoch uuid',
  'sealed bytea',
  ...EDITION.map((column) => `flight_${column}`),
  'flight_dispatch_id uuid',
  'flight_attempt integer',
  'flight_not_after bigint',
  'flight_tracking_id uuid',
  'flight_maybe_applied_until bigint',
  ...EDITION.map((column) => `taken_back_${column}`),
  'quiet_until bigint',
  'ready_at bigint',
];

const NAMES = COLUMNS.map((column) => column.split(' ')[0] ?? '');

/** Writes lanes in one statement: `$1` is the JSON array of them. Their rows are locked, or new. */
export const UPSERT_LANES = `
  insert into lanes (${NAMES.join(', ')})
  select ${NAMES.join(', ')} from json_to_recordset($1::json) as l (${COLUMNS.join(', ')})
  on conflict (adapter, account) do update set
  ${NAMES.slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;
