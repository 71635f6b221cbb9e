import { accountKey, type AccountRef, type LedgerChange, type Micros } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import { versionKey, type AccountState } from './account-state.ts';
import { toDeliveryExtra, toLedgerDelivery, type DeliveryRow } from './delivery-rows.ts';

/** More captures of one account than anybody makes within the windows that are looked at. */
const LATEST_CHANGES = 20;

interface ChangeRow {
  readonly system: string;
  readonly account: string;
  readonly tracking_id: string;
  readonly origin: string;
  readonly time: string;
  readonly sequence: string;
  readonly covers_time: string;
  readonly covers_origin: string;
  readonly covers_sequence: string;
  readonly fingerprint: string;
  readonly unmet: boolean;
}

/** Fills in the ledgers of these accounts. Their users are locked already. @param since older deliveries that are over do not matter */
export async function loadLedgers(
  manager: EntityManager,
  states: readonly AccountState[],
  since: Micros,
): Promise<void> {
  if (states.length === 0) return;
  const refs = states.map(({ ref }) => ref);
  const [deliveries, changes] = await Promise.all([loadDeliveries(manager, states, since), loadChanges(manager, refs)]);
  for (const state of states) {
    const rows = deliveries.get(`${state.adapter?.id}/${state.ref.account}`) ?? [];
    for (const row of rows) state.extras.set(versionKey(toLedgerDelivery(row).version), toDeliveryExtra(row));
    const captured = changes.get(accountKey(state.ref)) ?? [];
    for (const row of captured) state.trackingIds.set(versionKey(toLedgerChange(row).version), row.tracking_id);
    state.takeAsLoaded(captured.map(toLedgerChange), rows.map(toLedgerDelivery));
  }
}

async function loadDeliveries(
  manager: EntityManager,
  states: readonly AccountState[],
  since: Micros,
): Promise<ReadonlyMap<string, readonly DeliveryRow[]>> {
  const reachable = states.filter(({ adapter }) => adapter !== undefined);
  const rows = (await manager.query(
    `select d.* from deliveries d
     join unnest($1::integer[], $2::text[]) as w (adapter_id, account) on d.adapter_id = w.adapter_id and d.account = w.account
     where d.expires_at > $3 or d.wanted is not null or d.unresolved
     order by d.version_time, d.version_origin, d.version_sequence`,
    [reachable.map(({ adapter }) => adapter?.id), reachable.map(({ ref }) => ref.account), since],
  )) as DeliveryRow[];
  return Map.groupBy(rows, (row) => `${row.adapter_id}/${row.account}`);
}

/** The accepted changes that were captured at these accounts, oldest first. */
async function loadChanges(
  manager: EntityManager,
  refs: readonly AccountRef[],
): Promise<ReadonlyMap<string, readonly ChangeRow[]>> {
  const rows = (await manager.query(
    `select c.system, c.account, c.tracking_id, c.origin, c.time, c.sequence, c.covers_time, c.covers_origin, c.covers_sequence,
       c.fingerprint, exists (select from deliveries d where d.change_origin = c.origin and d.tracking_id = c.tracking_id
         and d.state in ('refused', 'parked')) as unmet
     from (select distinct * from unnest($1::text[], $2::text[]) as w (system, account)) w
     cross join lateral (
       select * from changes where system = w.system and account = w.account and state = 'accepted'
       order by time desc limit ${LATEST_CHANGES}) c
     order by c.time`,
    [refs.map(({ system }) => system), refs.map(({ account }) => account)],
  )) as ChangeRow[];
  return Map.groupBy(rows, accountKey);
}

function toLedgerChange(row: ChangeRow): LedgerChange {
  return {
    version: { time: Number(row.time), origin: row.origin, sequence: Number(row.sequence) },
    covers: { time: Number(row.covers_time), origin: row.covers_origin, sequence: Number(row.covers_sequence) },
    fingerprint: row.fingerprint,
    unmet: row.unmet,
  };
}
