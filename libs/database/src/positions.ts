import type { Position, PositionStore } from '@entsync/messaging';
import type { DataSource, EntityManager } from 'typeorm';

/** The table that {@link DatabasePositions} uses; part of a service's first migration. */
export const CREATE_POSITIONS = `
  create table positions (
    topic text not null,
    partition integer not null,
    next bigint not null,
    primary key (topic, partition)
  )`;

/** Partition positions beside the data that was made from them: written in the same transaction, so that neither is ahead of the other. */
export class DatabasePositions implements PositionStore {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  async load(topics: readonly string[]): Promise<readonly Position[]> {
    const rows = (await this.#source.query('select topic, partition, next from positions where topic = any($1)', [
      topics,
    ])) as {
      topic: string;
      partition: number;
      next: string;
    }[];
    return rows.map(({ topic, partition, next }) => ({ topic, partition, next: Number(next) }));
  }

  async save(positions: readonly Position[]): Promise<void> {
    await savePositions(this.#source.manager, positions);
  }

  async reset(positions: readonly Position[]): Promise<void> {
    await this.#source.transaction(async (manager) => {
      for (const { topic, partition } of positions) {
        await manager.query('delete from positions where topic = $1 and partition = $2', [topic, partition]);
      }
      await savePositions(manager, positions);
    });
  }
}

/** Never backwards: what comes again has been handled. */
export async function savePositions(manager: EntityManager, positions: readonly Position[]): Promise<void> {
  if (positions.length === 0) return;
  await manager.query(
    `insert into positions (topic, partition, next)
     select * from unnest($1::text[], $2::integer[], $3::bigint[])
     on conflict (topic, partition) do update set next = greatest(positions.next, excluded.next)`,
    [
      positions.map(({ topic }) => topic),
      positions.map(({ partition }) => partition),
      positions.map(({ next }) => next),
    ],
  );
}
