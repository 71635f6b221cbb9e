import type { DataSource } from 'typeorm';

import type { Announcement, Work } from './work.ts';

/**
 * What a record causes is published again when the record is read again. What a request or a timer causes has no record: it is marked in its
 * transaction, and unmarked once the brokers have it. A sweep publishes what stays marked.
 */
export class PendingAnnouncements {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** Before the work is saved. */
  static mark({ announcements }: Work): void {
    for (const { state, version } of announcements) state.extraOf(version).announce = true;
  }

  /** After the brokers have acknowledged it. */
  async clear({ announcements }: Work): Promise<void> {
    const reachable = announcements.filter(({ state }) => state.adapter !== undefined);
    if (reachable.length === 0) return;
    const of = <T>(value: (announcement: Announcement) => T): T[] => reachable.map(value);
    await this.#source.query(
      `update deliveries d set announce = false
       from unnest($1::integer[], $2::text[], $3::bigint[], $4::uuid[], $5::bigint[]) as n (adapter_id, account, time, origin, sequence)
       where d.announce and d.adapter_id = n.adapter_id and d.account = n.account
         and d.version_time = n.time and d.version_origin = n.origin and d.version_sequence = n.sequence`,
      [
        of(({ state }) => state.adapter?.id),
        of(({ state }) => state.ref.account),
        of(({ version }) => version.time),
        of(({ version }) => version.origin),
        of(({ version }) => version.sequence),
      ],
    );
  }
}
