import type { ConsumedRecord, HandledBatch, Position, RecordBatch } from './consumed-record.ts';

export interface BisectSteps {
  /** Handles the records and publishes what follows. */
  readonly handle: (batch: RecordBatch) => Promise<HandledBatch>;
  /** Whether the error is an outage, which says nothing about the records. */
  readonly isOutage: (error: unknown) => boolean;
  /** One record fails alone, every time: it must not hold up the others. */
  readonly giveUp: (record: ConsumedRecord, position: Position, error: unknown) => Promise<void>;
}

/**
 * Handles a batch; where that fails, halves of it, down to the single record that is the cause. Rejects for outages only, and then the
 * whole batch may be tried again: what was handled meanwhile comes again as before.
 */
export async function handleBisecting(records: readonly ConsumedRecord[], steps: BisectSteps): Promise<void> {
  if (records.length === 0) return;
  try {
    await steps.handle({ records, positions: positionsAfter(records) });
  } catch (error) {
    if (steps.isOutage(error)) throw error;
    const [only] = records;
    if (records.length === 1 && only !== undefined) {
      await steps.giveUp(only, { topic: only.topic, partition: only.partition, next: only.offset + 1 }, error);
      return;
    }
    const middle = Math.ceil(records.length / 2);
    await handleBisecting(records.slice(0, middle), steps);
    await handleBisecting(records.slice(middle), steps);
  }
}

/** Where each partition stands once all of the records are handled. */
export function positionsAfter(records: readonly ConsumedRecord[]): Position[] {
  const positions = new Map<string, Position>();
  for (const { topic, partition, offset } of records) {
    positions.set(`${topic}/${partition}`, { topic, partition, next: offset + 1 });
  }
  return [...positions.values()];
}
