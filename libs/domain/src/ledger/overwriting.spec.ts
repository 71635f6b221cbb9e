import { expect, test } from 'vitest';

import { applied, at, plainLedger, published, v } from '../../test/ledger-builders.ts';
import { lastAppliedSince, markOverwriting } from './overwriting.ts';

test('the one that was applied last since a time is the one whose call ended last, wherever it is listed', () => {
  const [first, last] = [applied(v(20), 'B', 160), applied(v(10), 'A', 170)];
  const between = published(v(30), 'C');
  expect(lastAppliedSince([first, last, between], at(150))).toBe(last);
  expect(lastAppliedSince([between, last, first], at(150))).toBe(last);
});

test('a call that ended at that very time counts, and one that ended before it does not', () => {
  const only = applied(v(10), 'A', 170);
  expect(lastAppliedSince([only], at(171))).toBe(only);
  expect(lastAppliedSince([only], at(171) + 1)).toBeUndefined();
});

test('what was never applied was not applied since any time', () => {
  expect(lastAppliedSince([published(v(10), 'A')], at(0))).toBeUndefined();
  expect(lastAppliedSince([], at(0))).toBeUndefined();
});

test('L3: only the delivery that lies over the newest password is marked so, by its own version', () => {
  const late = applied(v(20), 'B', 21, { covers: v(25) });
  const [before, after] = [applied(v(10), 'A', 11, { overwrote: true }), applied(v(25), 'C', 26)];
  expect(markOverwriting(plainLedger({ deliveries: [before, late, after] }), late).deliveries).toStrictEqual([
    { ...before, overwrote: false },
    { ...late, overwrote: true },
    after,
  ]);
});

test('L6: where nothing lies over the newest password no delivery is marked any more', () => {
  const before = applied(v(10), 'A', 11, { overwrote: true });
  expect(markOverwriting(plainLedger({ deliveries: [before] }), undefined).deliveries).toStrictEqual([
    { ...before, overwrote: false },
  ]);
});

test('what is marked already, or not marked and not meant, stays the very same value', () => {
  const [late, other, unmarked] = [
    applied(v(10), 'A', 11, { overwrote: true }),
    applied(v(20), 'B', 21),
    applied(v(30), 'C', 31, { overwrote: false }),
  ];
  const { deliveries } = markOverwriting(plainLedger({ deliveries: [late, other, unmarked] }), late);
  expect(deliveries[0]).toBe(late);
  expect(deliveries[1]).toBe(other);
  expect(deliveries[2]).toBe(unmarked);
});
