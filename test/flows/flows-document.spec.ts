import { readFileSync } from 'node:fs';
import path from 'node:path';

import { eventKind } from '@entsync/entsso';
import { describe, expect, test } from 'vitest';

import { ROUTER_CASES } from './deliveries.ts';
import { FLOWS, tableRowOf, type TableRow } from './flow-tables.ts';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/flows.md'), 'utf8');

const TABLES: readonly { readonly flow: string; readonly table: readonly TableRow[] }[] = [
  ...FLOWS,
  { flow: 'The way to the target', table: ROUTER_CASES },
];

/** The rows of the table under a heading: their name, and their events as `id symbol`. */
function documented(heading: string): { readonly name: string; readonly events: readonly string[] }[] {
  const [, section = ''] = DOCUMENT.split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return [...body.matchAll(/^\| ([^|]+?) +\|[^|]+\| ([^|]*?) +\|/gm)]
    .map(([, name = '', events = '']) => ({
      name,
      events: [...events.matchAll(/(\d{5}) `(\w+)`/g)].map(([, id, symbol]) => `${id} ${symbol}`),
    }))
    .filter(({ name }) => name !== 'Row' && !name.startsWith('--'));
}

describe.each(TABLES)('docs/flows.md, $flow', ({ flow, table }) => {
  const rows = documented(flow);

  test('has the rows of the table, in its order', () => {
    const names = rows.map(({ name }) => tableRowOf(name, table) ?? `${name} is in no table`);
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual(table.map(({ row }) => row));
  });

  test.each(table)('names the events of $row with their ids', ({ row, events }) => {
    const named = rows.filter(({ name }) => tableRowOf(name, table) === row).flatMap((each) => each.events);
    const known = events.map((symbol) => `${eventKind(symbol).id} ${symbol}`);
    expect(named.sort()).toEqual(known.sort());
  });
});
