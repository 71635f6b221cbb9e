import type { EventSymbol } from '@entsync/entsso';

import { EXTERNAL_FLOW } from '../../apps/mapping-store/src/intake/external-flow.ts';
import { WINDOWS_FLOW } from '../../apps/mapping-store/src/intake/windows-flow.ts';
import { OUTCOME_FLOW } from '../../apps/mapping-store/src/outcomes/outcome-flow.ts';
import { OUTCOME_CASES } from './deliveries.ts';
import { EXTERNAL_CASES } from './external-to-windows.ts';
import type { RowCase } from './row-case.ts';
import { WINDOWS_CASES } from './windows-to-external.ts';

export interface TableRow {
  readonly row: string;
  readonly events: readonly EventSymbol[];
}

/** The store's tables, each with the tests of its rows. */
export const FLOWS: readonly {
  /** Also its heading in docs/flows.md. */
  readonly flow: string;
  readonly table: readonly TableRow[];
  readonly cases: readonly RowCase[];
}[] = [
  { flow: 'Windows to external', table: WINDOWS_FLOW, cases: WINDOWS_CASES },
  { flow: 'External to Windows, partial', table: EXTERNAL_FLOW, cases: EXTERNAL_CASES },
  { flow: 'Outcomes', table: OUTCOME_FLOW, cases: OUTCOME_CASES },
];

/** The row of the table that a name such as `W12f` or `X11 (1.4)` belongs to. */
export function tableRowOf(name: string, table: readonly TableRow[]): string | undefined {
  const known = table.map(({ row }) => row);
  if (known.includes(name)) return name;
  return known.find((row) => /^([a-z]| \()/.test(name.slice(row.length)) && name.startsWith(row));
}
