import { MICROS_PER_HOUR, type Micros, type Secret } from '@entsync/domain';
import { deriveMacKey, generateKey, newId, type MasterSecret } from '@entsync/secrets';
import type { DataSource } from 'typeorm';

/** What one adapter's deliveries of one hour are sealed under, and its outcomes are proven by. */
export interface EpochKey {
  readonly id: string;
  readonly adapterId: number;
  readonly startsAt: Micros;
  readonly key: Secret;
  /** For the outcomes that name this epoch. */
  readonly outcomeKey: Secret;
}

interface EpochRow {
  readonly id: string;
  readonly adapter_id: number;
  readonly starts_at: string;
  readonly wrapped: Buffer;
}

/** An epoch is made this long before it is used, so that its adapter knows it in time. */
const AHEAD: Micros = MICROS_PER_HOUR;

/** Epoch keys: one an adapter and hour. */
export class EpochKeys {
  readonly #source: DataSource;
  readonly #master: MasterSecret;
  readonly #byId = new Map<string, EpochKey>();
  readonly #byAdapter = new Map<number, EpochKey[]>();

  constructor(source: DataSource, master: MasterSecret) {
    this.#source = source;
    this.#master = master;
  }

  async load(): Promise<void> {
    const rows = (await this.#source.query(
      'select id, adapter_id, starts_at, wrapped from epochs order by starts_at',
    )) as EpochRow[];
    for (const row of rows) {
      this.#add({
        id: row.id,
        adapterId: row.adapter_id,
        startsAt: Number(row.starts_at),
        key: this.#master.unwrap(`epoch/${row.id}`, row.wrapped),
      });
    }
  }

  /** Makes the epochs that each adapter needs now and next. Answers which adapters got new ones. */
  async ensure(adapterIds: readonly number[], now: Micros): Promise<readonly number[]> {
    const hour = Math.floor(now / MICROS_PER_HOUR) * MICROS_PER_HOUR;
    const changed = new Set<number>();
    for (const adapterId of adapterIds) {
      for (const startsAt of [hour, hour + AHEAD]) {
        const exists = this.#byAdapter.get(adapterId)?.some((epoch) => epoch.startsAt === startsAt) === true;
        if (exists) continue;
        await this.#make(adapterId, startsAt);
        changed.add(adapterId);
      }
    }
    return [...changed];
  }

  /** The key to seal with now. */
  current(adapterId: number, now: Micros): EpochKey | undefined {
    return this.#byAdapter.get(adapterId)?.findLast((epoch) => epoch.startsAt <= now);
  }

  byId(id: string): EpochKey | undefined {
    return this.#byId.get(id);
  }

  /** Those that the adapter must know: what may still be in flight, and what comes next. */
  inUse(adapterId: number, since: Micros): readonly EpochKey[] {
    return (this.#byAdapter.get(adapterId) ?? []).filter((epoch) => epoch.startsAt + MICROS_PER_HOUR > since);
  }

  /** Destroys what nothing needs any more: what was sealed under it is unreadable from then on, wherever copies of it lie. */
  async destroyBefore(time: Micros): Promise<number> {
    const old = [...this.#byId.values()].filter((epoch) => epoch.startsAt + MICROS_PER_HOUR < time);
    if (old.length === 0) return 0;
    await this.#source.query('delete from epochs where id = any($1)', [old.map(({ id }) => id)]);
    for (const epoch of old) {
      this.#byId.delete(epoch.id);
      this.#byAdapter.set(
        epoch.adapterId,
        (this.#byAdapter.get(epoch.adapterId) ?? []).filter(({ id }) => id !== epoch.id),
      );
      epoch.key.wipe();
      epoch.outcomeKey.wipe();
    }
    return old.length;
  }

  async #make(adapterId: number, startsAt: Micros): Promise<void> {
    const id = newId();
    const key = generateKey();
    await this.#source.query(
      'insert into epochs (id, adapter_id, starts_at, wrapped) values ($1, $2, $3, $4) on conflict (adapter_id, starts_at) do nothing',
      [id, adapterId, startsAt, this.#master.wrap(`epoch/${id}`, key)],
    );
    this.#add({ id, adapterId, startsAt, key });
  }

  #add(epoch: Omit<EpochKey, 'outcomeKey'>): void {
    const known: EpochKey = { ...epoch, outcomeKey: deriveMacKey(epoch.key, 'outcome') };
    this.#byId.set(known.id, known);
    const epochs = [...(this.#byAdapter.get(known.adapterId) ?? []), known];
    this.#byAdapter.set(
      known.adapterId,
      epochs.sort((a, b) => a.startsAt - b.startsAt),
    );
  }
}
