import { describe, expect, test } from 'vitest';

import { FLOWS, tableRowOf } from './flow-tables.ts';

/** What no test can make happen in a whole system yet, and why. */
const NOT_YET: Readonly<Record<string, string>> = {
  'Windows to external W9 ENTSYNC_INFO_CHANGE_ECHO': 'EntSync does not write to Active Directory yet',
};

const inTable = ({ flow, table }: (typeof FLOWS)[number]): readonly string[] =>
  table.flatMap(({ row, events }) => events.map((event) => `${flow} ${row} ${event}`));

const tested = ({ flow, table, cases }: (typeof FLOWS)[number]): readonly string[] =>
  cases.flatMap(({ row, events }) =>
    events.map((event) => `${flow} ${tableRowOf(row, table) ?? `(no such row: ${row})`} ${event}`),
  );

describe.each(FLOWS)('$flow', (flow) => {
  test('every event of every row is read from sync-events by a test', () => {
    const known = new Set([...tested(flow), ...Object.keys(NOT_YET)]);
    expect(inTable(flow).filter((each) => !known.has(each))).toEqual([]);
  });

  test('every test is about a row of the table, and an event that the row names', () => {
    const known = new Set(inTable(flow));
    expect(tested(flow).filter((each) => !known.has(each))).toEqual([]);
  });

  test('no row is there twice', () => {
    const rows = flow.table.map(({ row }) => row);
    expect(new Set(rows).size).toBe(rows.length);
  });
});

test('what cannot be tested yet is still in the tables, and still without a test', () => {
  const inTables = new Set(FLOWS.flatMap(inTable));
  const withTest = new Set(FLOWS.flatMap(tested));
  expect(Object.keys(NOT_YET).filter((each) => !inTables.has(each) || withTest.has(each))).toEqual([]);
});
