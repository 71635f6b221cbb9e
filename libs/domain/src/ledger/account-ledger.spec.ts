import { expect, test } from 'vitest';

import {
  applied,
  captured,
  confirmedByDelivery,
  ended,
  heldBack,
  LIMITS,
  parked,
  plainLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import {
  announceSuperseded,
  chain,
  DEFAULT_LEDGER_LIMITS,
  emptyLedger,
  findDelivery,
  latestChange,
  latestDelivery,
  newestKnown,
  replaceDelivery,
  unchanged,
  type Decision,
} from './account-ledger.ts';

test('the limits are 10 minutes of damping, 1 second of echo, 2 minutes of silence, 15 of probing, a day of age', () => {
  expect(DEFAULT_LEDGER_LIMITS).toStrictEqual(LIMITS);
});

test('an empty ledger knows of an account only whether its target wants the old password', () => {
  expect(emptyLedger(true)).toStrictEqual({ needsOldPassword: true, changes: [], deliveries: [] });
  expect(emptyLedger(false)).toStrictEqual({ needsOldPassword: false, changes: [], deliveries: [] });
});

test('a delivery is known by its whole version', () => {
  const [ten, twenty] = [published(v(10), 'P'), published(v(20), 'Q')];
  const ledger = plainLedger({ deliveries: [ten, twenty] });
  expect(findDelivery(ledger, v(20))).toBe(twenty);
  expect(findDelivery(ledger, { ...v(20), sequence: 21 })).toBeUndefined();
  expect(findDelivery(ledger, { ...v(20), origin: 'another' })).toBeUndefined();
});

test('a changed delivery takes its own place and no other', () => {
  const [ten, twenty, thirty] = [published(v(10), 'P'), published(v(20), 'Q'), published(v(30), 'R')];
  const ledger = plainLedger({ changes: [captured(v(5), 'O')], deliveries: [ten, twenty, thirty] });
  const changed = superseded(v(20), 'Q');
  expect(replaceDelivery(ledger, changed)).toStrictEqual({ ...ledger, deliveries: [ten, changed, thirty] });
});

test('the latest change is the one that stands for the newest version, wherever it is listed', () => {
  const raised = captured(v(10), 'P', { covers: v(40) });
  expect(latestChange(plainLedger({ changes: [raised, captured(v(30), 'Q')] }))).toBe(raised);
  expect(latestChange(plainLedger({ changes: [captured(v(30), 'Q'), raised] }))).toBe(raised);
  expect(latestChange(plainLedger())).toBeUndefined();
});

test('the latest delivery is the one that stands for the newest version, whatever became of it', () => {
  const raised = ended('refused', v(10), 'P', { covers: v(40) });
  expect(latestDelivery(plainLedger({ deliveries: [raised, published(v(30), 'Q')] }))).toBe(raised);
  expect(latestDelivery(plainLedger({ deliveries: [published(v(30), 'Q'), raised] }))).toBe(raised);
  expect(latestDelivery(plainLedger())).toBeUndefined();
});

test('the newest known version is that of a change, of a delivery, or of the confirmed password', () => {
  const change = (seconds: number) => ({ changes: [captured(v(1), 'P', { covers: v(seconds) })] });
  const delivery = (seconds: number) => ({ deliveries: [published(v(1), 'P', { covers: v(seconds) })] });
  const confirmed = (seconds: number) => ({ confirmed: confirmedByDelivery(v(seconds), 'P', 50) });
  expect(newestKnown(plainLedger())).toBeUndefined();
  expect(newestKnown(plainLedger({ ...change(30), ...delivery(20), ...confirmed(10) }))).toEqual(v(30));
  expect(newestKnown(plainLedger({ ...change(10), ...delivery(30), ...confirmed(20) }))).toEqual(v(30));
  expect(newestKnown(plainLedger({ ...change(20), ...delivery(10), ...confirmed(30) }))).toEqual(v(30));
});

test('L6: the router is told of the newest superseded edition that may not have left yet', () => {
  const deliveries = [
    superseded(v(20), 'Q', { revision: 3, covers: v(25) }),
    superseded(v(10), 'P', { covers: v(28) }),
    superseded(v(30), 'R', { unresolved: false }),
    published(v(40), 'S'),
    applied(v(35), 'T', 36, { unresolved: true }),
  ];
  const newest = { kind: 'announce-superseded', version: v(20), revision: 3 };
  expect(announceSuperseded(plainLedger({ deliveries }))).toStrictEqual([newest]);
  expect(announceSuperseded(plainLedger({ deliveries: deliveries.toReversed() }))).toStrictEqual([newest]);
});

test('L6: the router is told nothing where nothing superseded may be in its hands', () => {
  const deliveries = [
    superseded(v(10), 'P', { unresolved: false }),
    published(v(20), 'Q'),
    heldBack(v(30), 'R'),
    parked(v(15), 'S', 'account-missing', { unresolved: true }),
  ];
  expect(announceSuperseded(plainLedger({ deliveries }))).toStrictEqual([]);
});

test('steps run one after the other, and their effects keep that order', () => {
  const start: Decision = { ledger: plainLedger(), effects: [{ kind: 'publish', version: v(1) }] };
  const first = plainLedger({ changes: [captured(v(1), 'P')] });
  const second = plainLedger({ changes: [captured(v(2), 'Q')] });
  const seen: unknown[] = [];
  const decision = chain(
    start,
    (ledger) => {
      seen.push(ledger);
      return { ledger: first, effects: [{ kind: 'erase', version: v(2) }] };
    },
    (ledger) => {
      seen.push(ledger);
      return { ledger: second, effects: [{ kind: 'raise-current', to: v(3) }] };
    },
  );
  expect(seen).toEqual([start.ledger, first]);
  expect(decision).toStrictEqual({
    ledger: second,
    effects: [
      { kind: 'publish', version: v(1) },
      { kind: 'erase', version: v(2) },
      { kind: 'raise-current', to: v(3) },
    ],
  });
});

test('a decision to do nothing leaves the ledger as it is', () => {
  const ledger = plainLedger();
  expect(unchanged(ledger)).toStrictEqual({ ledger, effects: [] });
  expect(unchanged(ledger).ledger).toBe(ledger);
});
