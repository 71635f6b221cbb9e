import { CREATE_POSITIONS } from '@entsync/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The keys are names in lower case, made by the service: the database's own `lower` knows ASCII only in the C locale. Hash indexes take
 * names of any length.
 */
const EVENTS = [
  `create table events (
    id bigint generated always as identity primary key,
    tracking_id uuid,
    at bigint not null,
    recorded_at bigint not null,
    service text not null,
    event_id integer not null,
    symbol text not null,
    system text,
    account text,
    windows_account text,
    system_key text,
    account_key text,
    windows_key text,
    parameters json not null
  )`,
  `create index events_of_change on events (tracking_id, at)`,
  `create index events_of_account on events using hash (account_key)`,
  `create index events_of_windows_account on events using hash (windows_key)`,
  `create index events_expiring on events (recorded_at)`,

  // The sender's name and its number of the message: what came before is recognised, wherever on the topic it lies.
  `create table event_messages (
    message text primary key,
    recorded_at bigint not null
  )`,
  `create index event_messages_expiring on event_messages (recorded_at)`,
];

/** Retention says in its own transaction before which time it removes. */
const APPEND_ONLY = [
  `create function keep_events() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if old.recorded_at < nullif(current_setting('entsync.expired_before', true), '')::bigint then
          return old;
        end if;
      end if;
      raise exception 'events are never changed, and only retention removes them' using errcode = 'restrict_violation';
    end $$`,
  `create trigger keep_events before update or delete on events for each row execute function keep_events()`,
  `create trigger keep_all_events before truncate on events for each statement execute function keep_events()`,
];

const OTHERS = [
  `create table statuses (
    principal_key text primary key,
    principal text not null,
    last_seen_at bigint not null,
    status json not null
  )`,

  `create table dead_letters (
    id bigint generated always as identity primary key,
    topic text not null,
    partition integer not null,
    "offset" bigint not null,
    service text not null,
    key bytea,
    value bytea,
    headers json not null,
    reason text not null,
    detail text not null,
    type text,
    tracking_id uuid,
    at bigint not null,
    state text not null default 'open' check (state in ('open', 'replayed', 'discarded')),
    settled_at bigint,
    unique (topic, partition, "offset", service)
  )`,
  `create index dead_letters_open on dead_letters (topic) where state = 'open'`,
];

export class Initial1700000000001 implements MigrationInterface {
  name = 'Initial1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [CREATE_POSITIONS, ...EVENTS, ...APPEND_ONLY, ...OTHERS]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is nothing before the first version.'));
  }
}
