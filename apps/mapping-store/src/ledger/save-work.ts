import { sameVersion, type LedgerChange } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import { toDeliveryJson, UPSERT_DELIVERIES } from './delivery-rows.ts';
import type { AccountState } from './account-state.ts';
import type { PasswordHolder } from './password-holder.ts';

/** Writes what was decided about these accounts, set by set. */
export async function saveAccounts(manager: EntityManager, states: Iterable<AccountState>): Promise<void> {
  const deliveries: Record<string, unknown>[] = [];
  const raised: RaisedChange[] = [];
  const holders = new Set<PasswordHolder>();
  for (const state of states) {
    for (const holder of state.holders) if (holder.isChanged) holders.add(holder);
    raised.push(...raisedChanges(state));
    const { adapter } = state;
    if (adapter === undefined) continue;
    for (const delivery of state.changedDeliveries()) deliveries.push(toDeliveryJson(state, adapter, delivery));
  }
  await Promise.all([
    saveDeliveries(manager, deliveries),
    saveRaised(manager, raised),
    saveHolders(manager, 'windows_users', holders),
    saveHolders(manager, 'mappings', holders),
  ]);
}

async function saveDeliveries(manager: EntityManager, deliveries: readonly Record<string, unknown>[]): Promise<void> {
  if (deliveries.length > 0) await manager.query(UPSERT_DELIVERIES, [JSON.stringify(deliveries)]);
}

interface RaisedChange {
  readonly state: AccountState;
  readonly change: LedgerChange;
}

/** Changes that were loaded and stand for a newer version now (L8). */
function raisedChanges(state: AccountState): RaisedChange[] {
  return state
    .changedChanges()
    .filter(({ version }) => state.loadedChanges.some((loaded) => sameVersion(loaded.version, version)))
    .map((change) => ({ state, change }));
}

async function saveRaised(manager: EntityManager, raised: readonly RaisedChange[]): Promise<void> {
  if (raised.length === 0) return;
  const of = <T>(value: (each: RaisedChange) => T): T[] => raised.map(value);
  await manager.query(
    `update changes c set covers_time = n.time, covers_origin = n.covers_origin, covers_sequence = n.covers_sequence
     from unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::bigint[])
       as n (system, account, origin, sequence, time, covers_origin, covers_sequence)
     where c.system = n.system and c.account = n.account and c.origin = n.origin and c.sequence = n.sequence`,
    [
      of(({ state }) => state.ref.system),
      of(({ state }) => state.ref.account),
      of(({ change }) => change.version.origin),
      of(({ change }) => change.version.sequence),
      of(({ change }) => change.covers.time),
      of(({ change }) => change.covers.origin),
      of(({ change }) => change.covers.sequence),
    ],
  );
}

async function saveHolders(
  manager: EntityManager,
  table: PasswordHolder['table'],
  all: ReadonlySet<PasswordHolder>,
): Promise<void> {
  const holders = [...all].filter((holder) => holder.table === table);
  if (holders.length === 0) return;
  const of = <T>(value: (holder: PasswordHolder) => T): T[] => holders.map(value);
  await manager.query(
    `update ${table} t set password = n.password, fingerprint = n.fingerprint, stored_time = n.stored_time,
       stored_origin = n.stored_origin, stored_sequence = n.stored_sequence, proven_at = n.proven_at, confirmed_by = n.confirmed_by
     from unnest($1::integer[], $2::bytea[], $3::text[], $4::bigint[], $5::uuid[], $6::bigint[], $7::bigint[], $8::text[])
       as n (id, password, fingerprint, stored_time, stored_origin, stored_sequence, proven_at, confirmed_by)
     where t.id = n.id`,
    [
      of(({ row }) => row.id),
      of(({ stored }) => stored?.password ?? null),
      of(({ stored }) => stored?.confirmed.fingerprint ?? null),
      of(({ stored }) => stored?.confirmed.version.time ?? null),
      of(({ stored }) => stored?.confirmed.version.origin ?? null),
      of(({ stored }) => stored?.confirmed.version.sequence ?? null),
      of(({ stored }) => stored?.confirmed.provenAt ?? null),
      of(({ stored }) => stored?.confirmed.by ?? null),
    ],
  );
}
