import CliTable from 'cli-table3';

import { fitColumns } from './fit-columns.ts';
import { printable } from './printable.ts';
import type { Screen, Tone } from './screen.ts';
import { wrapText } from './wrap-text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Its cells may be broken into several lines. */
  readonly wraps?: boolean;
}

/** Text from anywhere: it is made printable here. `null` is shown as a dash. */
export type Cell = string | number | null | { readonly text: string; readonly tone: Tone };

const GAP = 2;
const BORDERS =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle';
const NO_BORDERS = Object.fromEntries(BORDERS.split(' ').map((name) => [name, '']));

/** A table without lines that fits the screen where it can. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: Pick<Screen, 'width' | 'paint'>,
): string {
  const spaces = columns.map(({ title, wraps = false }, index) => ({
    natural: Math.max(title.length, ...rows.map((row) => textOf(row[index] ?? null).length)),
    wraps,
  }));
  const widths = fitColumns(spaces, screen.width - GAP * (columns.length - 1));
  const table = new CliTable({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
    colWidths: widths.map((width) => width + GAP),
    colAligns: columns.map(({ align }) => align ?? 'left'),
  });
  table.push(columns.map(({ title }) => screen.paint('faint', title)));
  for (const row of rows) {
    table.push(columns.map((_column, index) => renderCell(row[index] ?? null, widths[index] ?? 1, screen)));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function renderCell(cell: Cell, width: number, { paint }: Pick<Screen, 'paint'>): string {
  const lines = wrapText(textOf(cell), width);
  const tone = typeof cell === 'object' && cell !== null ? cell.tone : undefined;
  return lines.map((line) => (tone === undefined ? line : paint(tone, line))).join('\n');
}

function textOf(cell: Cell): string {
  if (cell === null) return '-';
  return printable(typeof cell === 'object' ? cell.text : `${cell}`);
}
