import { expect, test } from 'vitest';

import {
  applied,
  arriving,
  at,
  confirmedByCapture,
  deliveryAfter,
  ended,
  heldBack,
  LIMITS,
  momentAt,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  SYNC_AGE_SECONDS,
  v,
} from '../../test/ledger-builders.ts';
import type { AccountLedger, LedgerDelivery } from './account-ledger.ts';
import { recognise } from './recognise.ts';
import { settleOutcome } from './settle-outcome.ts';
import { releaseParked, resealOwed, silentUntil, sweep, withdraw } from './sweep.ts';

const sweepAt = (ledger: AccountLedger, time: number) => sweep(ledger, time, LIMITS);
const quiet = (ledger: AccountLedger) => ({ ledger, effects: [] });

/** Ten seconds after the start plus the age limit: when a change of version 10 is too old. */
const TOO_OLD = at(10 + SYNC_AGE_SECONDS);

// Silence

test.each([
  { revision: 1, seconds: 120 },
  { revision: 2, seconds: 240 },
  { revision: 3, seconds: 480 },
  { revision: 4, seconds: 960 },
  { revision: 5, seconds: 1_920 },
  { revision: 6, seconds: 1_920 },
  { revision: 99, seconds: 1_920 },
])('L2: the store waits $seconds s for a word about revision $revision', ({ revision, seconds }) => {
  const delivery = published(v(10), 'P', { revision, lastPublishedAt: at(50) });
  expect(silentUntil(delivery, LIMITS)).toBe(at(50 + seconds));
});

test('L2: the wait begins with the last publication or the last word, whichever came later', () => {
  expect(silentUntil(published(v(10), 'P', { lastPublishedAt: at(50), lastHeardAt: at(40) }), LIMITS)).toBe(at(170));
  expect(silentUntil(published(v(10), 'P', { lastPublishedAt: at(50), lastHeardAt: at(60) }), LIMITS)).toBe(at(180));
});

test('L2: what was neither published nor heard of is silent from the beginning of time', () => {
  expect(silentUntil(heldBack(v(10), 'P'), LIMITS)).toBe(120_000_000);
});

test('L2: a delivery without a word is published again as its next revision when the wait is over, not before', () => {
  const delivery = published(v(10), 'P', { lastHeardAt: at(40) });
  const ledger = plainLedger({ deliveries: [delivery] });
  expect(sweepAt(ledger, at(160) - 1)).toStrictEqual(quiet(ledger));
  expect(sweepAt(ledger, at(160))).toStrictEqual({
    ledger: plainLedger({ deliveries: [{ ...delivery, revision: 2, lastPublishedAt: at(160) }] }),
    effects: [{ kind: 'publish', version: v(10) }],
  });
});

test('L2: what is superseded and without a word is taken back instead, so that the router must answer', () => {
  const delivery = superseded(v(10), 'P', { revision: 2 });
  const ledger = plainLedger({ deliveries: [delivery] });
  expect(sweepAt(ledger, at(251) - 1)).toStrictEqual(quiet(ledger));
  expect(sweepAt(ledger, at(251))).toStrictEqual({
    ledger: plainLedger({ deliveries: [{ ...delivery, lastPublishedAt: at(251) }] }),
    effects: [{ kind: 'announce-withdrawn', version: v(10), revision: 2 }],
  });
});

test('L2: what was taken back and still is without a word is taken back again after the same wait', () => {
  const ledger = plainLedger({ deliveries: [superseded(v(10), 'P')] });
  const asked = sweepAt(ledger, at(200)).ledger;
  expect(sweepAt(asked, at(320) - 1).effects).toStrictEqual([]);
  expect(sweepAt(asked, at(320)).effects).toStrictEqual([{ kind: 'announce-withdrawn', version: v(10), revision: 1 }]);
});

test('L2: nothing is asked about what is resolved', () => {
  for (const over of [
    superseded(v(10), 'P', { unresolved: false }),
    applied(v(10), 'P', 11),
    ended('refused', v(10), 'P'),
    heldBack(v(10), 'P'),
    parked(v(10), 'P', 'old-password-wrong'),
  ]) {
    const ledger = plainLedger({ deliveries: [over] });
    expect(sweepAt(ledger, at(50_000))).toStrictEqual(quiet(ledger));
  }
});

// The probe

test('L2: a missing account is probed every fifteen minutes, with the next revision', () => {
  const missing = parked(v(10), 'P', 'account-missing', { lastHeardAt: at(100) });
  const ledger = plainLedger({ deliveries: [missing] });
  expect(sweepAt(ledger, at(1_000) - 1)).toStrictEqual(quiet(ledger));
  expect(sweepAt(ledger, at(1_000))).toStrictEqual({
    ledger: plainLedger({
      deliveries: [{ ...missing, state: 'published', unresolved: true, revision: 2, lastPublishedAt: at(1_000) }],
    }),
    effects: [{ kind: 'publish', version: v(10) }],
  });
});

test('L4: a missing account is not probed while an attempt of another delivery is unresolved: the probe waits', () => {
  const [before, missing] = [published(v(5), 'O', { lastPublishedAt: at(999) }), parked(v(10), 'P', 'account-missing')];
  expect(sweepAt(provingLedger({ deliveries: [before, missing] }), at(1_000))).toStrictEqual(
    quiet(provingLedger({ deliveries: [before, { ...missing, state: 'held-back' }] })),
  );
});

test('L2: what is published is not probed, though its account was missing once', () => {
  const probing = published(v(10), 'P', {
    failure: 'account-missing',
    lastHeardAt: at(100),
    lastPublishedAt: at(1_000),
    revision: 2,
  });
  const ledger = plainLedger({ deliveries: [probing] });
  expect(sweepAt(ledger, at(1_001))).toStrictEqual(quiet(ledger));
});

test('L2: what nobody was ever heard about is probed at once', () => {
  const { lastHeardAt: _never, ...missing } = parked(v(10), 'P', 'account-missing');
  expect(sweepAt(plainLedger({ deliveries: [missing] }), at(11)).effects).toStrictEqual([
    { kind: 'publish', version: v(10) },
  ]);
});

// The age limit

const expirable: readonly LedgerDelivery[] = [
  heldBack(v(10), 'P'),
  published(v(10), 'P', { lastPublishedAt: at(50_000) }),
  superseded(v(10), 'P', { lastPublishedAt: TOO_OLD, covers: v(12) }),
  parked(v(10), 'P', 'old-password-wrong'),
];

test.each(expirable)('L1: what is $state is erased at the age limit, and the router forgets it', (delivery) => {
  const ledger = plainLedger({ deliveries: [delivery] });
  expect(sweepAt(ledger, TOO_OLD)).toStrictEqual({
    ledger: plainLedger({
      deliveries: [{ ...delivery, state: 'expired', holdsPassword: false, lastPublishedAt: TOO_OLD }],
    }),
    effects: [
      { kind: 'announce-withdrawn', version: v(10), revision: 1 },
      { kind: 'erase', version: v(10) },
    ],
  });
});

test('L1: nothing is erased a microsecond before the age limit', () => {
  for (const delivery of expirable) {
    const ledger = plainLedger({ deliveries: [{ ...delivery, lastPublishedAt: TOO_OLD }] });
    expect(sweepAt(ledger, TOO_OLD - 1)).toStrictEqual(quiet(ledger));
  }
});

test('L1: a missing account is not probed beyond the age limit', () => {
  const missing = parked(v(10), 'P', 'account-missing');
  const { effects } = sweepAt(plainLedger({ deliveries: [missing] }), TOO_OLD);
  expect(effects).toStrictEqual([
    { kind: 'announce-withdrawn', version: v(10), revision: 1 },
    { kind: 'erase', version: v(10) },
  ]);
});

test('L1: what is over and keeps its password loses it at the age limit, and only that', () => {
  for (const over of [
    applied(v(10), 'P', 11, { holdsPassword: true }),
    ended('refused', v(10), 'P', { holdsPassword: true }),
  ]) {
    expect(sweepAt(plainLedger({ deliveries: [over] }), TOO_OLD)).toStrictEqual({
      ledger: plainLedger({ deliveries: [{ ...over, holdsPassword: false }] }),
      effects: [{ kind: 'erase', version: v(10) }],
    });
  }
});

test('L2: what is over at the age limit and still unresolved loses its password, and is asked about', () => {
  const done = applied(v(10), 'P', 11, { holdsPassword: true, unresolved: true, revision: 2 });
  expect(sweepAt(plainLedger({ deliveries: [done] }), TOO_OLD)).toStrictEqual({
    ledger: plainLedger({ deliveries: [{ ...done, holdsPassword: false, lastPublishedAt: TOO_OLD }] }),
    effects: [
      { kind: 'erase', version: v(10) },
      { kind: 'announce-withdrawn', version: v(10), revision: 2 },
    ],
  });
});

test('L1: the age limit asks nothing of what is over and erased', () => {
  const ledger = plainLedger({ deliveries: [applied(v(10), 'P', 11), ended('expired', v(20), 'Q')] });
  expect(sweepAt(ledger, at(99_999_999))).toStrictEqual(quiet(ledger));
});

test('L4: the age limit lets out what waits behind what has expired', () => {
  const [old, waiting] = [superseded(v(10), 'P'), heldBack(v(20), 'Q')];
  const { ledger, effects } = sweepAt(provingLedger({ deliveries: [old, waiting] }), TOO_OLD);
  expect(effects).toStrictEqual([
    { kind: 'announce-withdrawn', version: v(10), revision: 1 },
    { kind: 'erase', version: v(10) },
    { kind: 'publish', version: v(20) },
  ]);
  expect(ledger.deliveries[1]).toStrictEqual(
    published(v(20), 'Q', { firstPublishedAt: TOO_OLD, lastPublishedAt: TOO_OLD }),
  );
});

test('a sweep looks at every delivery, one after the other', () => {
  const deliveries = [
    superseded(v(10), 'P'),
    published(v(20), 'Q'),
    parked(v(30), 'R', 'account-missing'),
    heldBack(v(40), 'S'),
  ];
  const { ledger, effects } = sweepAt(plainLedger({ deliveries }), at(5_000));
  expect(effects).toStrictEqual([
    { kind: 'announce-withdrawn', version: v(10), revision: 1 },
    { kind: 'publish', version: v(20) },
    { kind: 'publish', version: v(30) },
  ]);
  expect(ledger.deliveries.map(({ state }) => state)).toEqual(['superseded', 'published', 'published', 'held-back']);
});

// Withdrawing

test.each(expirable)('L1: what is $state and withdrawn is erased, and the router forgets it', (delivery) => {
  const ledger = plainLedger({ deliveries: [published(v(5), 'O'), delivery] });
  expect(withdraw(ledger, delivery, at(200))).toStrictEqual({
    ledger: plainLedger({
      deliveries: [
        published(v(5), 'O'),
        { ...delivery, state: 'withdrawn', holdsPassword: false, lastPublishedAt: at(200) },
      ],
    }),
    effects: [
      { kind: 'announce-withdrawn', version: v(10), revision: 1 },
      { kind: 'erase', version: v(10) },
    ],
  });
});

test('L4: what waits behind a withdrawn delivery waits until the router has answered: an attempt may be in flight', () => {
  const [old, waiting] = [superseded(v(10), 'P', { revision: 3 }), heldBack(v(20), 'Q')];
  const { ledger, effects } = withdraw(provingLedger({ deliveries: [old, waiting] }), old, at(200));
  expect(effects).toStrictEqual([
    { kind: 'announce-withdrawn', version: v(10), revision: 3 },
    { kind: 'erase', version: v(10) },
  ]);
  const answer = { kind: 'superseded', version: v(10), revision: 3 } as const;
  expect(settleOutcome(ledger, answer, momentAt(201)).effects).toStrictEqual([{ kind: 'publish', version: v(20) }]);
});

test('L4: what waits goes out at once where what is withdrawn is resolved', () => {
  const [old, waiting] = [parked(v(10), 'P', 'account-missing'), heldBack(v(20), 'Q')];
  const { effects } = withdraw(provingLedger({ deliveries: [old, waiting] }), old, at(200));
  expect(effects).toContainEqual({ kind: 'publish', version: v(20) });
});

test.each([
  ['is withdrawn', withdraw(plainLedger({ deliveries: [published(v(100), 'P')] }), published(v(100), 'P'), at(200))],
  ['expires', sweepAt(plainLedger({ deliveries: [published(v(-86_250), 'P')] }), at(200))],
])('L7: an attempt that is in flight when its delivery %s may still echo', (_how, { ledger }) => {
  expect(recognise(ledger, arriving(v(201), 'P'), LIMITS)).toMatchObject({ kind: 'echo' });
});

test.each(['expired', 'withdrawn'] as const)(
  'L7: the router is asked again about what is %s until it has answered: an echo may come until then',
  (state) => {
    const over = ended(state, v(10), 'P', { unresolved: true, revision: 2, lastPublishedAt: at(100) });
    const ledger = plainLedger({ deliveries: [over] });
    expect(sweepAt(ledger, at(340) - 1)).toStrictEqual(quiet(ledger));
    const asked = sweepAt(ledger, at(340));
    expect(asked).toStrictEqual({
      ledger: plainLedger({ deliveries: [{ ...over, lastPublishedAt: at(340) }] }),
      effects: [{ kind: 'announce-withdrawn', version: v(10), revision: 2 }],
    });
    expect(recognise(asked.ledger, arriving(v(400), 'P'), LIMITS)).toMatchObject({ kind: 'echo' });
  },
);

test('L4: what is held back and withdrawn does not go out', () => {
  const waiting = heldBack(v(20), 'Q');
  const { effects } = withdraw(provingLedger({ deliveries: [waiting] }), waiting, at(200));
  expect(effects).toStrictEqual([
    { kind: 'announce-withdrawn', version: v(20), revision: 1 },
    { kind: 'erase', version: v(20) },
  ]);
});

test.each([applied(v(10), 'P', 11), ended('refused', v(10), 'P'), ended('expired', v(10), 'P')])(
  'what is $state cannot be withdrawn any more',
  (over) => {
    expect(() => withdraw(plainLedger({ deliveries: [over] }), over, at(200))).toThrow(
      `A delivery that is ${over.state} cannot withdraw.`,
    );
  },
);

// Releasing and sealing again

test('L2: what is parked goes out again as its next revision, and every old password may be named again', () => {
  const waiting = parked(v(20), 'Q', 'old-password-wrong', { disprovedOld: ['O'] });
  const ledger = provingLedger({ deliveries: [waiting], confirmed: confirmedByCapture(v(10), 'O') });
  const decision = releaseParked(ledger, at(200));
  expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(20) }]);
  expect(deliveryAfter(decision, v(20))).toStrictEqual({
    ...waiting,
    state: 'published',
    unresolved: true,
    revision: 2,
    lastPublishedAt: at(200),
    disprovedOld: [],
    namedOldFingerprint: 'O',
  });
});

test('L2: all that is parked is released, and nothing else is touched', () => {
  const deliveries = [
    parked(v(10), 'P', 'account-missing'),
    published(v(20), 'Q'),
    heldBack(v(30), 'R'),
    parked(v(40), 'S', 'old-password-wrong'),
  ];
  const { ledger, effects } = releaseParked(plainLedger({ deliveries }), at(200));
  expect(effects).toStrictEqual([
    { kind: 'publish', version: v(10) },
    { kind: 'publish', version: v(40) },
  ]);
  expect(ledger.deliveries.map(({ state, revision }) => [state, revision])).toEqual([
    ['published', 2],
    ['published', 1],
    ['held-back', 1],
    ['published', 2],
  ]);
});

test('L4: what is released waits while an attempt of another one is unresolved', () => {
  const [before, waiting] = [published(v(10), 'P'), parked(v(20), 'Q', 'old-password-wrong', { disprovedOld: ['O'] })];
  expect(releaseParked(provingLedger({ deliveries: [before, waiting] }), at(200))).toStrictEqual(
    quiet(provingLedger({ deliveries: [before, { ...waiting, state: 'held-back', disprovedOld: [] }] })),
  );
});

test('L4: of several that are released one goes out, and the others wait for it', () => {
  const deliveries = [parked(v(10), 'P', 'account-missing'), parked(v(20), 'Q', 'old-password-wrong')];
  const { ledger, effects } = releaseParked(provingLedger({ deliveries }), at(200));
  expect(effects).toStrictEqual([{ kind: 'publish', version: v(10) }]);
  expect(ledger.deliveries.map(({ state }) => state)).toEqual(['published', 'held-back']);
});

test('L2: where nothing is parked nothing is released', () => {
  const ledger = plainLedger({ deliveries: [published(v(10), 'P')] });
  expect(releaseParked(ledger, at(200))).toStrictEqual(quiet(ledger));
});

test('L5: the newest delivery that is owed is sealed again with the refreshed old password', () => {
  const owed = published(v(20), 'Q', { namedOldFingerprint: 'N' });
  const deliveries = [published(v(10), 'P'), owed, parked(v(30), 'R', 'account-missing')];
  const ledger = provingLedger({ deliveries, confirmed: confirmedByCapture(v(5), 'O') });
  const decision = resealOwed(ledger, at(200));
  expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(20) }]);
  expect(deliveryAfter(decision, v(20))).toStrictEqual({
    ...owed,
    revision: 2,
    lastPublishedAt: at(200),
    namedOldFingerprint: 'O',
  });
  expect(deliveryAfter(decision, v(10))).toStrictEqual(published(v(10), 'P'));
});

test('L5: where nothing is owed nothing is sealed again', () => {
  const ledger = provingLedger({ deliveries: [applied(v(10), 'P', 11), heldBack(v(20), 'Q')] });
  expect(resealOwed(ledger, at(200))).toStrictEqual(quiet(ledger));
});
