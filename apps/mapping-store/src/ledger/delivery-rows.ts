import type { DeliveryState, FailureClass, LedgerDelivery, Version } from '@entsync/domain';

import type { Adapter } from '../directory/entities.ts';
import type { AccountState, DeliveryExtra } from './account-state.ts';

/** A row of `deliveries` as PostgreSQL gives it. */
export interface DeliveryRow {
  readonly adapter_id: number;
  readonly account: string;
  readonly version_time: string;
  readonly version_origin: string;
  readonly version_sequence: string;
  readonly covers_time: string;
  readonly covers_origin: string;
  readonly covers_sequence: string;
  readonly change_origin: string;
  readonly tracking_id: string;
  readonly mapping_ids: number[];
  readonly fingerprint: string;
  readonly revision: number;
  readonly state: DeliveryState;
  readonly unresolved: boolean;
  readonly maybe_applied: boolean;
  readonly maybe_applied_until: string | null;
  readonly overwrote: boolean;
  readonly old_password_of: Version | null;
  readonly named_old_fingerprint: string | null;
  readonly disproved_old: string[];
  readonly wanted: Buffer | null;
  readonly expires_at: string;
  readonly first_published_at: string | null;
  readonly last_published_at: string | null;
  readonly last_heard_at: string | null;
  readonly last_outcome_at: string | null;
  readonly applied_from: string | null;
  readonly applied_until: string | null;
  readonly overwritten_at: string | null;
  readonly failure: FailureClass | null;
  readonly failure_reason: string | null;
  readonly announce: boolean;
}

const optional = <Name extends string, T>(name: Name, value: T | null | undefined): Partial<Record<Name, T>> =>
  value === null || value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, T>>);

const time = <Name extends string>(name: Name, value: string | null): Partial<Record<Name, number>> =>
  optional(name, value === null ? null : Number(value));

export function toLedgerDelivery(row: DeliveryRow): LedgerDelivery {
  return {
    version: { time: Number(row.version_time), origin: row.version_origin, sequence: Number(row.version_sequence) },
    covers: { time: Number(row.covers_time), origin: row.covers_origin, sequence: Number(row.covers_sequence) },
    fingerprint: row.fingerprint,
    revision: row.revision,
    state: row.state,
    unresolved: row.unresolved,
    maybeApplied: row.maybe_applied,
    overwrote: row.overwrote,
    holdsPassword: row.wanted !== null,
    expiresAt: Number(row.expires_at),
    disprovedOld: row.disproved_old,
    ...time('maybeAppliedUntil', row.maybe_applied_until),
    ...time('firstPublishedAt', row.first_published_at),
    ...time('lastPublishedAt', row.last_published_at),
    ...time('lastHeardAt', row.last_heard_at),
    ...time('lastOutcomeAt', row.last_outcome_at),
    ...time('appliedFrom', row.applied_from),
    ...time('appliedUntil', row.applied_until),
    ...time('overwrittenAt', row.overwritten_at),
    ...optional('failure', row.failure),
    ...optional('oldPasswordOf', row.old_password_of),
    ...optional('namedOldFingerprint', row.named_old_fingerprint),
  };
}

export function toDeliveryExtra(row: DeliveryRow): DeliveryExtra {
  return {
    changeOrigin: row.change_origin,
    trackingId: row.tracking_id,
    mappingIds: row.mapping_ids,
    wanted: row.wanted ?? undefined,
    announce: row.announce,
    ...(row.failure_reason === null ? {} : { failureReason: row.failure_reason }),
  };
}

/** As `json_to_recordset` takes it; bytes in PostgreSQL's hex form. */
export function toDeliveryJson(
  state: AccountState,
  adapter: Adapter,
  delivery: LedgerDelivery,
): Record<string, unknown> {
  const extra = state.extraOf(delivery.version);
  const { version, covers } = delivery;
  return {
    adapter_id: adapter.id,
    account: state.ref.account,
    version_time: version.time,
    version_origin: version.origin,
    version_sequence: version.sequence,
    covers_time: covers.time,
    covers_origin: covers.origin,
    covers_sequence: covers.sequence,
    change_origin: extra.changeOrigin,
    tracking_id: extra.trackingId,
    mapping_ids: `{${extra.mappingIds.join(',')}}`,
    fingerprint: delivery.fingerprint,
    revision: delivery.revision,
    state: delivery.state,
    unresolved: delivery.unresolved,
    maybe_applied: delivery.maybeApplied,
    maybe_applied_until: delivery.maybeAppliedUntil,
    overwrote: delivery.overwrote ?? false,
    old_password_of: delivery.oldPasswordOf,
    named_old_fingerprint: delivery.namedOldFingerprint,
    disproved_old: delivery.disprovedOld ?? [],
    wanted: delivery.holdsPassword && extra.wanted !== undefined ? `\\x${extra.wanted.toString('hex')}` : null,
    expires_at: delivery.expiresAt,
    first_published_at: delivery.firstPublishedAt,
    last_published_at: delivery.lastPublishedAt,
    last_heard_at: delivery.lastHeardAt,
    last_outcome_at: delivery.lastOutcomeAt,
    applied_from: delivery.appliedFrom,
    applied_until: delivery.appliedUntil,
    overwritten_at: delivery.overwrittenAt,
    failure: delivery.failure,
    failure_reason: extra.failureReason,
    announce: extra.announce,
  };
}

const COLUMNS = [
  'adapter_id integer',
  'account text',
  'version_time bigint',
  'version_origin uuid',
  'version_sequence bigint',
  'covers_time bigint',
  'covers_origin uuid',
  'covers_sequence bigint',
  'change_origin uuid',
  'tracking_id uuid',
  'mapping_ids integer[]',
  'fingerprint text',
  'revision integer',
  'state text',
  'unresolved boolean',
  'maybe_applied boolean',
  'maybe_applied_until bigint',
  'overwrote boolean',
  'old_password_of jsonb',
  'named_old_fingerprint text',
  'disproved_old jsonb',
  'wanted bytea',
  'expires_at bigint',
  'first_published_at bigint',
  'last_published_at bigint',
  'last_heard_at bigint',
  'last_outcome_at bigint',
  'applied_from bigint',
  'applied_until bigint',
  'overwritten_at bigint',
  'failure text',
  'failure_reason text',
  'announce boolean',
] as const;

const NAMES = COLUMNS.map((column) => column.split(' ')[0] ?? '');
const IDENTITY = new Set(['adapter_id', 'account', 'version_time', 'version_origin', 'version_sequence']);

/** Writes deliveries, new and changed, in one statement: `$1` is the JSON array of them. */
export const UPSERT_DELIVERIES = `
  insert into deliveries (${NAMES.join(', ')})
  select ${NAMES.join(', ')} from json_to_recordset($1::json) as d (${COLUMNS.join(', ')})
  on conflict (adapter_id, account, version_time, version_origin, version_sequence) do update set
  ${NAMES.filter((name) => !IDENTITY.has(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;
