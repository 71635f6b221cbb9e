import { accountKey, type AccountRef, type Micros, type OriginHistory, type Version } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import type { AnnouncedChange } from './change-case.ts';

/** What is remembered of a change by its origin and tracking id. */
export interface RememberedChange {
  readonly digest: string;
}

interface PreviousChange {
  readonly time: Micros;
  readonly sequence: number;
}

interface AnnouncedAt {
  readonly change: AnnouncedChange;
  readonly ref: AccountRef;
}

/** What the store remembers of the origins in a batch; kept up to date while the batch is decided. */
export class ChangeHistory {
  readonly #remembered: Map<string, RememberedChange>;
  readonly #previous: Map<string, PreviousChange>;
  readonly #clockOffsets: Map<string, Micros>;
  readonly #changedClocks = new Set<string>();

  private constructor(
    remembered: ReadonlyMap<string, RememberedChange>,
    previous: ReadonlyMap<string, PreviousChange>,
    clockOffsets: ReadonlyMap<string, Micros>,
  ) {
    this.#remembered = new Map(remembered);
    this.#previous = new Map(previous);
    this.#clockOffsets = new Map(clockOffsets);
  }

  static async load(manager: EntityManager, changes: readonly AnnouncedAt[]): Promise<ChangeHistory> {
    const [remembered, previous, clockOffsets] = await Promise.all([
      loadRemembered(manager, changes),
      loadPrevious(manager, changes),
      loadClockOffsets(manager, changes),
    ]);
    return new ChangeHistory(remembered, previous, clockOffsets);
  }

  remembered({ origin, trackingId }: AnnouncedChange): RememberedChange | undefined {
    return this.#remembered.get(`${origin}/${trackingId}`);
  }

  originHistory({ origin }: AnnouncedChange, ref: AccountRef): OriginHistory {
    const previous = this.#previous.get(originKey(origin, ref));
    const usualClockOffset = this.#clockOffsets.get(origin);
    return {
      ...(previous === undefined ? {} : { previous }),
      ...(usualClockOffset === undefined ? {} : { usualClockOffset }),
    };
  }

  /** A change was decided: the next one of the batch comes after it. */
  remember(change: AnnouncedChange, ref: AccountRef, digest: string, version: Version): void {
    this.#remembered.set(`${change.origin}/${change.trackingId}`, { digest });
    this.#previous.set(originKey(change.origin, ref), version);
  }

  /** The correction that an origin applies became its usual one. */
  noteClock({ origin, clockOffset }: AnnouncedChange): void {
    if (this.#clockOffsets.get(origin) === clockOffset) return;
    this.#clockOffsets.set(origin, clockOffset);
    this.#changedClocks.add(origin);
  }

  /** Origins whose usual correction is another one now. */
  get changedClocks(): readonly (readonly [origin: string, offset: Micros])[] {
    return [...this.#changedClocks].map((origin) => [origin, this.#clockOffsets.get(origin) ?? 0]);
  }
}

async function loadRemembered(
  manager: EntityManager,
  changes: readonly AnnouncedAt[],
): Promise<ReadonlyMap<string, RememberedChange>> {
  const rows = await manager.query<{ origin: string; tracking_id: string; digest: string }[]>(
    `select c.origin, c.tracking_id, c.digest from changes c
     join unnest($1::uuid[], $2::uuid[]) as w (origin, tracking_id) on c.origin = w.origin and c.tracking_id = w.tracking_id`,
    [changes.map(({ change }) => change.origin), changes.map(({ change }) => change.trackingId)],
  );
  return new Map(rows.map(({ origin, tracking_id, digest }) => [`${origin}/${tracking_id}`, { digest }]));
}

/** The latest change of each origin at each of the accounts. */
async function loadPrevious(
  manager: EntityManager,
  changes: readonly AnnouncedAt[],
): Promise<ReadonlyMap<string, PreviousChange>> {
  const rows = await manager.query<
    { origin: string; system: string; account: string; time: string; sequence: string }[]
  >(
    `select w.origin, w.system, w.account, c.time, c.sequence
     from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[]) as w (origin, system, account)) w
     cross join lateral (
       select time, sequence from changes
       where origin = w.origin and system = w.system and account = w.account and state <> 'refused'
       order by sequence desc limit 1) c`,
    [
      changes.map(({ change }) => change.origin),
      changes.map(({ ref }) => ref.system),
      changes.map(({ ref }) => ref.account),
    ],
  );
  return new Map(
    rows.map((row) => [originKey(row.origin, row), { time: Number(row.time), sequence: Number(row.sequence) }]),
  );
}

async function loadClockOffsets(
  manager: EntityManager,
  changes: readonly AnnouncedAt[],
): Promise<ReadonlyMap<string, Micros>> {
  const rows = await manager.query<{ origin: string; clock_offset: string }[]>(
    'select origin, clock_offset from origins where origin = any($1::uuid[])',
    [changes.map(({ change }) => change.origin)],
  );
  return new Map(rows.map(({ origin, clock_offset }) => [origin, Number(clock_offset)]));
}

function originKey(origin: string, ref: AccountRef): string {
  return `${origin}/${accountKey(ref)}`;
}
