import { CREATE_POSITIONS } from '@entsync/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `time`, `origin`, `sequence`: a version, in the order in which versions compare. */
const version = (prefix: string, nullable = false): string => {
  const not = nullable ? '' : ' not null';
  return `${prefix}_time bigint${not}, ${prefix}_origin uuid${not}, ${prefix}_sequence bigint${not}`;
};

const TABLES = [
  CREATE_POSITIONS,

  `create table system (
    id integer primary key check (id = 1),
    enabled boolean not null,
    accept_hooks boolean not null,
    windows_sync boolean not null,
    external_sync boolean not null,
    full_sync boolean not null,
    sync_age_hours integer not null check (sync_age_hours between 1 and 720)
  )`,

  `create table keys (
    id bigint generated always as identity primary key,
    purpose text not null check (purpose in ('data', 'fingerprint', 'signing', 'recipient', 'router-link')),
    name text not null,
    public_key bytea,
    wrapped bytea not null,
    created_at timestamptz not null,
    unique (purpose, name)
  )`,

  `create table principals (
    id bigint generated always as identity primary key,
    name text not null,
    role text not null check (role in ('producer', 'hook', 'host', 'router', 'adapter')),
    claims jsonb not null,
    signing_key bytea not null,
    recipient_key bytea,
    enrolled_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create unique index principals_by_name on principals (lower(name))`,

  `create table enrolment_tokens (
    token_hash text primary key,
    role text not null,
    name text not null,
    claims jsonb not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,

  `create table origins (
    origin uuid primary key,
    clock_offset bigint not null
  )`,

  `create table adapter_kinds (
    kind text primary key,
    account_form text not null,
    settings_schema jsonb not null,
    host text not null
  )`,

  `create table adapters (
    id integer generated always as identity primary key,
    name text not null,
    kind text not null,
    host text not null,
    account_form text not null,
    description text not null default '',
    enabled boolean not null,
    deleted boolean not null default false,
    sync_to_adapter boolean not null,
    sync_from_adapter boolean not null,
    verify_old_password boolean not null,
    change_windows_password boolean not null,
    send_old_password boolean not null,
    allow_mapping_conflicts boolean not null,
    dispatch_window integer not null,
    maximum_pending integer not null,
    call_timeout_seconds integer not null,
    settings jsonb not null,
    login bytea,
    recipient_key bytea,
    revision bigint not null default 1
  )`,
  `create unique index adapters_by_name on adapters (lower(name)) where not deleted`,

  `create table epochs (
    id uuid primary key,
    adapter_id integer not null references adapters,
    starts_at bigint not null,
    wrapped bytea not null,
    unique (adapter_id, starts_at)
  )`,

  `create table applications (
    id integer generated always as identity primary key,
    name text not null,
    description text not null default '',
    contact text not null default '',
    type text not null check (type in ('individual', 'group', 'host-group')),
    enabled boolean not null,
    adapter_id integer references adapters
  )`,
  `create unique index applications_by_name on applications (lower(name))`,
  `create index applications_by_adapter on applications (adapter_id)`,

  `create table fields (
    application_id integer not null references applications on delete cascade,
    ordinal integer not null,
    label text not null,
    masked boolean not null,
    synchronized boolean not null,
    primary key (application_id, ordinal)
  )`,

  `create table windows_users (
    id integer generated always as identity primary key,
    account text not null unique,
    domain text not null,
    name text not null,
    object_id text,
    password bytea,
    fingerprint text,
    ${version('stored', true)},
    proven_at bigint,
    confirmed_by text check (confirmed_by in ('delivery', 'capture'))
  )`,

  `create table mappings (
    id integer generated always as identity primary key,
    application_id integer not null references applications on delete cascade,
    windows_user_id integer not null references windows_users,
    account text not null,
    account_written text not null,
    account_id text,
    enabled boolean not null,
    password bytea,
    fingerprint text,
    ${version('stored', true)},
    proven_at bigint,
    confirmed_by text check (confirmed_by in ('delivery', 'capture')),
    unique (application_id, windows_user_id),
    unique (application_id, account)
  )`,
  `create index mappings_by_user on mappings (windows_user_id)`,
  `create index mappings_by_account on mappings (account)`,

  `create table credential_fields (
    mapping_id integer not null references mappings on delete cascade,
    ordinal integer not null,
    value bytea not null,
    primary key (mapping_id, ordinal)
  )`,

  `create table changes (
    id bigint generated always as identity primary key,
    origin uuid not null,
    tracking_id uuid not null,
    principal text not null,
    system text not null,
    account text not null,
    windows_account text,
    state text not null check (state in ('accepted', 'echo', 'duplicate', 'outdated', 'refused', 'held')),
    claimed_at bigint not null,
    received_at bigint not null,
    time bigint not null,
    sequence bigint not null,
    ${version('covers')},
    fingerprint text not null,
    digest text not null,
    event_id integer not null,
    held jsonb,
    unique (origin, tracking_id)
  )`,
  `create index changes_of_account on changes (system, account, time desc)`,
  `create index changes_of_origin on changes (origin, system, account, sequence desc)`,
  `create index changes_by_tracking_id on changes (tracking_id)`,
  `create index changes_held on changes (system, account) where state = 'held'`,

  `create table deliveries (
    id bigint generated always as identity primary key,
    adapter_id integer not null references adapters,
    account text not null,
    ${version('version')},
    ${version('covers')},
    change_origin uuid not null,
    tracking_id uuid not null,
    mapping_ids integer[] not null,
    fingerprint text not null,
    revision integer not null,
    state text not null,
    unresolved boolean not null,
    maybe_applied boolean not null,
    maybe_applied_until bigint,
    overwrote boolean not null,
    old_password_of jsonb,
    named_old_fingerprint text,
    disproved_old jsonb not null,
    wanted bytea,
    expires_at bigint not null,
    first_published_at bigint,
    last_published_at bigint,
    last_heard_at bigint,
    last_outcome_at bigint,
    applied_from bigint,
    applied_until bigint,
    overwritten_at bigint,
    failure text,
    failure_reason text,
    announce boolean not null default false,
    unique (adapter_id, account, version_time, version_origin, version_sequence)
  )`,
  `create index deliveries_of_change on deliveries (change_origin, tracking_id)`,
  `create index deliveries_open on deliveries (last_published_at) where unresolved or state in ('held-back', 'published', 'parked', 'superseded')`,
  `create index deliveries_to_announce on deliveries (id) where announce`,
  `create index deliveries_kept on deliveries (expires_at) where wanted is not null`,
];

export class Initial1700000000001 implements MigrationInterface {
  name = 'Initial1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
    await runner.query(
      `insert into system (id, enabled, accept_hooks, windows_sync, external_sync, full_sync, sync_age_hours)
       values (1, true, true, false, false, false, 24)`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is nothing before the first version.'));
  }
}
