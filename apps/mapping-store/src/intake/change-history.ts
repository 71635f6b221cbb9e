import { accountKey, type AccountRef, type Micros, type OriginHistory, type Version } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import type { AnnouncedChange } from './change-case.ts';

/** What is remembered of a change by its origin and tracking id. */
export interface RememberedChange {
  readonly digest: string;
}

/** What the store remembers of the origins in a batch; kept up to date while the batch is decided. */
export class ChangeHistory {
  readonly #remembered: Map<string, RememberedChange>;
  readonly #previous: Map<string, { readonly time: Micros; readonly sequence: number }>;
  readonly #clockOffsets: Map<string, Micros>;

  private constructor(
    remembered: ReadonlyMap<string, RememberedChange>,
    previous: ReadonlyMap<string, { readonly time: Micros; readonly sequence: number }>,
    clockOffsets: ReadonlyMap<string, Micros>,
  ) {
    this.#remembered = new Map(remembered);
    this.#previous = new Map(previous);
    this.#clockOffsets = new Map(clockOffsets);
  }

  static async load(
    manager: EntityManager,
    changes: readonly { readonly change: AnnouncedChange; readonly ref: AccountRef }[],
  ): Promise<ChangeHistory> {
    const origins = changes.map(({ change }) => change.origin);
    const remembered = (await manager.query(
      `select c.origin, c.tracking_id, c.digest from changes c
       join unnest($1::uuid[], $2::uuid[]) as w (origin, tracking_id) on c.origin = w.origin and c.tracking_id = w.tracking_id`,
      [origins, changes.map(({ change }) => change.trackingId)],
    )) as { origin: string; tracking_id: string; digest: string }[];
    const previous = (await manager.query(
      `select w.origin, w.system, w.account, c.time, c.sequence
       from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[]) as w (origin, system, account)) w
       cross join lateral (
         select time, sequence from changes
         where origin = w.origin and system = w.system and account = w.account and state <> 'refused'
         order by sequence desc limit 1) c`,
      [origins, changes.map(({ ref }) => ref.system), changes.map(({ ref }) => ref.account)],
    )) as { origin: string; system: string; account: string; time: string; sequence: string }[];
    const offsets = (await manager.query('select origin, clock_offset from origins where origin = any($1::uuid[])', [
      origins,
    ])) as {
      origin: string;
      clock_offset: string;
    }[];
    return new ChangeHistory(
      new Map(remembered.map(({ origin, tracking_id, digest }) => [`${origin}/${tracking_id}`, { digest }])),
      new Map(
        previous.map((row) => [originKey(row.origin, row), { time: Number(row.time), sequence: Number(row.sequence) }]),
      ),
      new Map(offsets.map(({ origin, clock_offset }) => [origin, Number(clock_offset)])),
    );
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
    this.#clockOffsets.set(origin, clockOffset);
  }

  get clockOffsets(): ReadonlyMap<string, Micros> {
    return this.#clockOffsets;
  }
}

function originKey(origin: string, ref: AccountRef): string {
  return `${origin}/${accountKey(ref)}`;
}
