import type { EventSymbol } from '@entsync/entsso';
import { test } from 'vitest';

import type { FlowSystem } from './flow-system.ts';

/** What made a row speak, and what else must be so once it has. */
export interface Happened {
  readonly trackingId: string;
  readonly effect: () => Promise<void>;
}

/** A row of a flow, brought to raise its events in a whole system. */
export interface RowCase {
  /** As the flow's table names it; `W12f` and the like stand in their parent's row. */
  readonly row: string;
  /** A sentence. */
  readonly title: string;
  /** Read from `sync-events`, each with the change's tracking id. */
  readonly events: readonly EventSymbol[];
  readonly run: (flow: FlowSystem) => Promise<Happened>;
}

/** One test for each case: its events are on `sync-events`, and its effect is there. */
export function testRows(cases: readonly RowCase[], flow: () => FlowSystem): void {
  for (const { row, title, events, run } of cases) {
    test(`${row}: ${title}`, async () => {
      const { trackingId, effect } = await run(flow());
      for (const symbol of events) await flow().events.of(trackingId, symbol);
      await effect();
    });
  }
}
