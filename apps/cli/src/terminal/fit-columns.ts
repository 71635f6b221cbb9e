/** One column of a table, as wide as its longest cell. */
export interface ColumnSpace {
  readonly natural: number;
  /** It may become narrower; its cells are wrapped then. */
  readonly wraps: boolean;
}

/** Narrower than this a column is not readable any more. */
const LEAST = 12;

/** How wide each column becomes so that all of them have room; wider than the room where nothing can be wrapped. */
export function fitColumns(columns: readonly ColumnSpace[], room: number): number[] {
  const widths = columns.map(({ natural }) => natural);
  for (let excess = sumOf(widths) - room; excess > 0; excess -= 1) {
    const widest = widestOf(columns, widths);
    if (widest === undefined) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}

function widestOf(
  columns: readonly ColumnSpace[],
  widths: readonly number[],
): { readonly index: number; readonly width: number } | undefined {
  return widths
    .map((width, index) => ({ index, width }))
    .filter(({ index, width }) => columns[index]?.wraps === true && width > LEAST)
    .sort((a, b) => b.width - a.width)[0];
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
