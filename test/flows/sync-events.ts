import { decodeMessage, eventsRecordedV1, SYNC_EVENTS, type RecordedEvent } from '@entsync/contracts';
import { eventKind, type EventSymbol } from '@entsync/entsso';

import { eventually } from '../system/system.ts';
import { TopicLog } from './topic-log.ts';

/** An event with the service that raised it. */
interface ServiceEvent extends RecordedEvent {
  readonly service: string;
}

/** In seconds. An event that comes at all comes within a fraction of it. */
const PATIENCE = 10;

/** What the services say about changes. */
export class SyncEvents {
  readonly #log: TopicLog;

  constructor(log: TopicLog) {
    this.#log = log;
  }

  static async follow(kafka: Parameters<typeof TopicLog.follow>[0]): Promise<SyncEvents> {
    return new SyncEvents(await TopicLog.follow(kafka, SYNC_EVENTS));
  }

  get all(): readonly ServiceEvent[] {
    return this.#log.records.flatMap((record) => {
      const { service, events } = decodeMessage([eventsRecordedV1], record).data;
      return events.map((event) => ({ ...event, service }));
    });
  }

  about(trackingId: string): readonly ServiceEvent[] {
    return this.all.filter((event) => event.trackingId === trackingId);
  }

  /** Resolves to the event of this kind about this change. Rejects with what was said instead. */
  async of(trackingId: string, symbol: EventSymbol, seconds = PATIENCE): Promise<ServiceEvent> {
    const { id } = eventKind(symbol);
    const find = (): ServiceEvent | undefined =>
      this.about(trackingId).find((event) => event.id === id && event.symbol === symbol);
    try {
      await eventually('the event came', () => find() !== undefined, seconds);
    } catch {
      const said = this.about(trackingId).map((event) => `${event.id} ${event.symbol}`);
      throw new Error(`${trackingId} has no event ${id} ${symbol}, but: ${said.join(', ') || 'none at all'}.`);
    }
    return find()!;
  }

  /** Resolves when anything at all was said about the change: it was looked at. */
  async any(trackingId: string): Promise<void> {
    await eventually(`something is said about ${trackingId}`, () => this.about(trackingId).length > 0, PATIENCE);
  }

  count(trackingId: string, symbol: EventSymbol): number {
    return this.about(trackingId).filter((event) => event.symbol === symbol).length;
  }

  stop(): Promise<void> {
    return this.#log.stop();
  }
}
