import { CREATE_POSITIONS } from '@entsync/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An edition: version, then revision. */
const edition = (prefix: string): string =>
  `${prefix}_time bigint, ${prefix}_origin uuid, ${prefix}_sequence bigint, ${prefix}_revision integer`;

const TABLES = [
  CREATE_POSITIONS,

  `create table lanes (
    adapter text not null,
    account text not null,
    partition integer not null,
    state text not null check (state in ('idle', 'waiting', 'dispatched', 'retrying')),
    ${edition('floor')},
    ${edition('wanted')},
    wanted_expires_at bigint,
    wanted_attempts integer,
    wanted_retry_at bigint,
    wanted_maybe_applied_until bigint,
    tracking_id uuid,
    published_at bigint,
    epoch uuid,
    sealed bytea,
    ${edition('flight')},
    flight_dispatch_id uuid,
    flight_attempt integer,
    flight_not_after bigint,
    flight_tracking_id uuid,
    flight_maybe_applied_until bigint,
    ${edition('taken_back')},
    quiet_until bigint,
    ready_at bigint not null,
    primary key (adapter, account)
  )`,
  `create index lanes_ready on lanes (ready_at) where state in ('waiting', 'retrying')`,
  `create index lanes_in_flight on lanes (adapter, flight_not_after) where state = 'dispatched'`,
  `create index lanes_expiring on lanes (wanted_expires_at) where wanted_time is not null`,

  `create table breakers (
    adapter text primary key,
    state text not null check (state in ('closed', 'open', 'probing')),
    failures integer not null,
    open_until bigint
  )`,
];

export class Initial1700000000001 implements MigrationInterface {
  name = 'Initial1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is nothing before the first version.'));
  }
}
