import { CLOSED_BREAKER, EMPTY_LANE, type Breaker, type Micros } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import { laneKey, LaneInWork, type LaneRef } from './lane-in-work.ts';
import { toLane, toLaneJson, UPSERT_LANES, type LaneRow } from './lane-rows.ts';
import type { OutcomesRead } from './router-facts.ts';

/** Lanes that are locked, and their targets. */
interface OpenLanes {
  readonly adapters: readonly string[];
  readonly lanes: ReadonlyMap<string, LaneInWork>;
  /** Deliveries, by adapter. */
  readonly inFlight: ReadonlyMap<string, number>;
  readonly breakers: ReadonlyMap<string, Breaker>;
}

/**
 * The rows of lanes and breakers, within one transaction. A lane is locked before it is looked at, and lanes are locked in the order of their keys:
 * the row owns the lane, whichever router holds its partition.
 */
export class LaneRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Locks these lanes and loads what is known of their targets. Asked for together, it travels together, and is done in this order. */
  async open(refs: readonly LaneRef[]): Promise<OpenLanes> {
    const adapters = [...new Set(refs.map(({ adapter }) => adapter))];
    const [lanes, inFlight, breakers] = await Promise.all([
      this.#lock(refs),
      this.countInFlight(adapters),
      this.breakers(adapters),
    ]);
    return { adapters, lanes, inFlight, breakers };
  }

  /** Those that do not exist yet are made, idle. */
  async #lock(refs: readonly LaneRef[]): Promise<Map<string, LaneInWork>> {
    const wanted = new Map(refs.map((ref) => [laneKey(ref), ref]));
    if (wanted.size === 0) return new Map();
    const unique = [...wanted.values()];
    const rows = (await this.#manager.query(
      `select l.* from lanes l
       join unnest($1::text[], $2::text[]) as w (adapter, account) on l.adapter = w.adapter and l.account = w.account
       order by l.adapter, l.account for update of l`,
      [unique.map(({ adapter }) => adapter), unique.map(({ account }) => account)],
    )) as LaneRow[];
    const lanes = new Map([...wanted].map(([key, ref]) => [key, new LaneInWork(ref, EMPTY_LANE)]));
    for (const row of rows) lanes.set(laneKey(row), toLane(row));
    return lanes;
  }

  /** Locks lanes of these partitions that may send now, the longest waiting first; lanes that somebody else is busy with are left out. */
  async lockReady(adapter: string, partitions: readonly number[], now: Micros, most: number): Promise<LaneInWork[]> {
    const rows = (await this.#manager.query(
      `select * from lanes
       where adapter = $1 and partition = any($2) and state in ('waiting', 'retrying') and ready_at <= $3
       order by ready_at limit $4 for update skip locked`,
      [adapter, partitions, now, most],
    )) as LaneRow[];
    return rows.map(toLane);
  }

  /** Locks lanes whose dispatch has lapsed: nobody answered, and all outcomes of their partition up to then were read. */
  async lockLapsed(outcomesRead: readonly OutcomesRead[], most: number): Promise<LaneInWork[]> {
    const rows = (await this.#manager.query(
      `select l.* from lanes l
       join unnest($1::integer[], $2::bigint[]) as o (partition, read_up_to) on l.partition = o.partition
       where l.state = 'dispatched' and l.flight_not_after < o.read_up_to
       order by l.flight_not_after limit $3 for update of l skip locked`,
      [outcomesRead.map(({ partition }) => partition), outcomesRead.map(({ readUpTo }) => readUpTo), most],
    )) as LaneRow[];
    return rows.map(toLane);
  }

  /** Locks lanes whose newest delivery is older than the age limit. */
  async lockExpired(now: Micros, most: number): Promise<LaneInWork[]> {
    const rows = (await this.#manager.query(
      `select * from lanes where wanted_time is not null and wanted_expires_at <= $1 and state <> 'dispatched'
       limit $2 for update skip locked`,
      [now, most],
    )) as LaneRow[];
    return rows.map(toLane);
  }

  /** Which adapters have lanes that could send now. */
  async adaptersWithReady(partitions: readonly number[], now: Micros): Promise<string[]> {
    const rows = (await this.#manager.query(
      `select distinct adapter from lanes
       where partition = any($1) and state in ('waiting', 'retrying') and ready_at <= $2`,
      [partitions, now],
    )) as { adapter: string }[];
    return rows.map(({ adapter }) => adapter);
  }

  /** How many deliveries are in flight, by adapter. */
  async countInFlight(adapters: readonly string[]): Promise<Map<string, number>> {
    const rows = (await this.#manager.query(
      `select adapter, count(*)::integer as count from lanes where state = 'dispatched' and adapter = any($1) group by adapter`,
      [adapters],
    )) as { adapter: string; count: number }[];
    return new Map(rows.map(({ adapter, count }) => [adapter, count]));
  }

  async save(lanes: Iterable<LaneInWork>): Promise<void> {
    const changed = [...lanes].filter(({ isChanged }) => isChanged).map(toLaneJson);
    if (changed.length > 0) await this.#manager.query(UPSERT_LANES, [JSON.stringify(changed)]);
  }

  async breakers(adapters: readonly string[]): Promise<Map<string, Breaker>> {
    const rows = (await this.#manager.query('select * from breakers where adapter = any($1)', [adapters])) as {
      adapter: string;
      state: Breaker['state'];
      failures: number;
      open_until: string | null;
    }[];
    const breakers = new Map<string, Breaker>(adapters.map((adapter) => [adapter, CLOSED_BREAKER]));
    for (const { adapter, state, failures, open_until } of rows) {
      breakers.set(adapter, { state, failures, ...(open_until === null ? {} : { openUntil: Number(open_until) }) });
    }
    return breakers;
  }

  async saveBreakers(changed: readonly (readonly [adapter: string, breaker: Breaker])[]): Promise<void> {
    await Promise.all(changed.map(([adapter, breaker]) => this.#saveBreaker(adapter, breaker)));
  }

  async #saveBreaker(adapter: string, { state, failures, openUntil }: Breaker): Promise<void> {
    await this.#manager.query(
      `insert into breakers (adapter, state, failures, open_until) values ($1, $2, $3, $4)
       on conflict (adapter) do update set state = excluded.state, failures = excluded.failures, open_until = excluded.open_until`,
      [adapter, state, failures, openUntil ?? null],
    );
  }
}
