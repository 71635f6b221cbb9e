import { expect, test } from 'vitest';

import {
  applied,
  at,
  confirmedByCapture,
  confirmedByDelivery,
  ended,
  heldBack,
  momentAt,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { redeliverNewest } from './redeliver-newest.ts';

const NOW = momentAt(200);
const confirmed = confirmedByDelivery(v(100), 'P', 101);

test('L3: where nothing is confirmed there is nothing to deliver again', () => {
  const ledger = plainLedger({ deliveries: [superseded(v(100), 'P')] });
  expect(redeliverNewest(ledger, NOW)).toStrictEqual({ ledger, effects: [] });
});

test('L3: the delivery of the confirmed password is wanted again, and published as its next revision', () => {
  const [older, newest] = [superseded(v(50), 'O', { unresolved: false }), applied(v(100), 'P', 101)];
  expect(redeliverNewest(plainLedger({ deliveries: [older, newest], confirmed }), NOW)).toStrictEqual({
    ledger: plainLedger({
      deliveries: [
        older,
        {
          ...newest,
          state: 'published',
          unresolved: true,
          holdsPassword: true,
          revision: 2,
          lastPublishedAt: at(200),
          disprovedOld: [],
        },
      ],
      confirmed,
    }),
    effects: [
      { kind: 'restore-wanted', version: v(100) },
      { kind: 'publish', version: v(100) },
    ],
  });
});

test('L3: a delivery that stands for the confirmed version is the one that is wanted again', () => {
  for (const covers of [100, 120]) {
    const newest = applied(v(80), 'P', 101, { covers: v(covers) });
    const { effects } = redeliverNewest(plainLedger({ deliveries: [newest], confirmed }), NOW);
    expect(effects).toStrictEqual([
      { kind: 'restore-wanted', version: v(80) },
      { kind: 'publish', version: v(80) },
    ]);
  }
});

test('L6: what was captured at the account itself becomes a delivery to it, kept until the age limit', () => {
  const known = { deliveries: [applied(v(50), 'O', 150)], confirmed: confirmedByCapture(v(100), 'P') };
  expect(redeliverNewest(plainLedger(known), NOW)).toStrictEqual({
    ledger: plainLedger({
      ...known,
      deliveries: [
        ...known.deliveries,
        {
          version: v(100),
          covers: v(100),
          fingerprint: 'P',
          revision: 1,
          state: 'published',
          unresolved: true,
          maybeApplied: false,
          holdsPassword: true,
          expiresAt: at(86_500),
          firstPublishedAt: at(200),
          lastPublishedAt: at(200),
        },
      ],
    }),
    effects: [
      { kind: 'restore-wanted', version: v(100) },
      { kind: 'publish', version: v(100) },
    ],
  });
});

test('L2: a captured password that was parked or superseded as a delivery goes out as its next revision: the router has done with the last', () => {
  for (const known of [
    parked(v(100), 'P', 'account-missing', { revision: 3 }),
    superseded(v(100), 'P', { revision: 3 }),
  ]) {
    const ledger = plainLedger({ deliveries: [known], confirmed: confirmedByCapture(v(100), 'P') });
    expect(redeliverNewest(ledger, NOW).ledger.deliveries).toMatchObject([{ state: 'published', revision: 4 }]);
  }
});

test('L6: a delivery that was not applied is not taken for the captured password, though it stands for something newer', () => {
  const refused = ended('refused', v(110), 'Q');
  const { ledger, effects } = redeliverNewest(plainLedger({ deliveries: [refused], confirmed }), NOW);
  expect(effects[0]).toStrictEqual({ kind: 'restore-wanted', version: v(100) });
  expect(ledger.deliveries.map(({ version }) => version)).toEqual([v(100), v(110)]);
});

test.each([published(v(100), 'P'), heldBack(v(110), 'Q')])(
  'L3: nothing is delivered again where something as new is $state already and repairs it',
  (onItsWay) => {
    const ledger = plainLedger({ deliveries: [onItsWay], confirmed });
    expect(redeliverNewest(ledger, NOW)).toStrictEqual({ ledger, effects: [] });
  },
);

test('L3: what is published and stands for the confirmed version or a newer one repairs it', () => {
  for (const covers of [100, 110]) {
    const ledger = plainLedger({ deliveries: [published(v(90), 'P', { covers: v(covers) })], confirmed });
    expect(redeliverNewest(ledger, NOW)).toStrictEqual({ ledger, effects: [] });
  }
});

test.each([
  published(v(99), 'O'),
  parked(v(110), 'Q', 'account-missing'),
  superseded(v(110), 'Q', { unresolved: false }),
  ended('expired', v(110), 'Q'),
])('L3: what is $state as version $version.sequence repairs nothing', (other) => {
  const { effects } = redeliverNewest(plainLedger({ deliveries: [other], confirmed }), NOW);
  expect(effects).toContainEqual({ kind: 'publish', version: v(100) });
});

test('L4: what was captured at the account itself waits as well while an attempt is unresolved', () => {
  const older = superseded(v(50), 'O');
  const ledger = provingLedger({ deliveries: [older], confirmed: confirmedByCapture(v(100), 'P') });
  const decision = redeliverNewest(ledger, NOW);
  expect(decision.ledger.deliveries).toStrictEqual([older, heldBack(v(100), 'P')]);
  expect(decision.effects).toStrictEqual([{ kind: 'restore-wanted', version: v(100) }]);
});

test('L4: what is wanted again waits while an attempt of another one is unresolved', () => {
  const [older, newest] = [superseded(v(50), 'O'), applied(v(100), 'P', 101)];
  expect(redeliverNewest(provingLedger({ deliveries: [older, newest], confirmed }), NOW)).toStrictEqual({
    ledger: provingLedger({
      deliveries: [older, { ...newest, state: 'held-back', holdsPassword: true, disprovedOld: [] }],
      confirmed,
    }),
    effects: [{ kind: 'restore-wanted', version: v(100) }],
  });
});
