import { expect, test } from 'vitest';

import {
  applied,
  at,
  captured,
  confirmedByCapture,
  confirmedByDelivery,
  deliveryAfter,
  ended,
  heldBack,
  laterBy,
  LIMITS,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import type { AccountLedger } from './account-ledger.ts';
import {
  enterDelivery,
  mustHoldBack,
  publishAgain,
  publishHeldBack,
  supersedeOlder,
  type EntryResult,
} from './enter-delivery.ts';

const enter = (ledger: AccountLedger, version: ReturnType<typeof v>, fingerprint: string, seconds = 200) =>
  enterDelivery(ledger, { version, fingerprint }, at(seconds), LIMITS);

const resultOf = (...args: Parameters<typeof enter>): EntryResult => enter(...args).result;

// Entered

test('L1: what is wanted is entered with its password, published at once, and kept until the age limit', () => {
  expect(enter(plainLedger(), v(100), 'P')).toStrictEqual({
    result: 'entered',
    ledger: plainLedger({
      deliveries: [
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
    effects: [{ kind: 'publish', version: v(100) }],
  });
});

test('L1: a newer delivery supersedes an older one, whose password is kept: it may be in flight', () => {
  const older = published(v(10), 'P');
  const { ledger, effects, result } = enter(plainLedger({ deliveries: [older] }), v(100), 'Q');
  expect(result).toBe('entered');
  expect(ledger.deliveries).toStrictEqual([
    { ...older, state: 'superseded' },
    published(v(100), 'Q', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
  ]);
  expect(effects).toStrictEqual([{ kind: 'publish', version: v(100) }]);
});

test('L4: a delivery to a target that wants the old password names the stored one', () => {
  const confirmed = confirmedByCapture(v(10), 'O');
  const { ledger, effects } = enter(provingLedger({ confirmed }), v(100), 'P');
  expect(ledger.deliveries).toStrictEqual([
    published(v(100), 'P', { firstPublishedAt: at(200), lastPublishedAt: at(200), namedOldFingerprint: 'O' }),
  ]);
  expect(effects).toStrictEqual([{ kind: 'publish', version: v(100) }]);
});

// L4: held back

test('L4: a target that wants the old password gets nothing newer while an attempt is unresolved; the router is told', () => {
  const older = published(v(10), 'P', { revision: 2 });
  const { ledger, effects, result } = enter(provingLedger({ deliveries: [older] }), v(100), 'Q');
  expect(result).toBe('entered');
  expect(ledger.deliveries).toStrictEqual([{ ...older, state: 'superseded' }, heldBack(v(100), 'Q')]);
  expect(effects).toStrictEqual([{ kind: 'announce-superseded', version: v(10), revision: 2 }]);
});

test('L4: of what is held back only the newest stays', () => {
  const deliveries = [superseded(v(10), 'P'), heldBack(v(20), 'Q')];
  const { ledger, effects } = enter(provingLedger({ deliveries }), v(100), 'R');
  expect(ledger.deliveries).toStrictEqual([
    superseded(v(10), 'P'),
    heldBack(v(20), 'Q', { state: 'superseded' }),
    heldBack(v(100), 'R'),
  ]);
  expect(effects).toStrictEqual([{ kind: 'announce-superseded', version: v(10), revision: 1 }]);
});

test('L4: what is resolved holds nothing back', () => {
  for (const over of [
    applied(v(10), 'P', 11),
    superseded(v(10), 'P', { unresolved: false }),
    parked(v(10), 'P', 'old-password-wrong'),
    ended('expired', v(10), 'P'),
  ]) {
    const { ledger } = enter(provingLedger({ deliveries: [over] }), v(100), 'Q');
    expect(ledger.deliveries[1]?.state).toBe('published');
  }
});

test('L4: a target that does not want the old password is not made to wait', () => {
  expect(mustHoldBack(plainLedger({ deliveries: [superseded(v(10), 'P')] }))).toBe(false);
  expect(mustHoldBack(provingLedger({ deliveries: [superseded(v(10), 'P')] }))).toBe(true);
  expect(mustHoldBack(provingLedger({ deliveries: [superseded(v(10), 'P', { unresolved: false })] }))).toBe(false);
  const oneOfTwo = [superseded(v(10), 'P'), superseded(v(20), 'P', { unresolved: false })];
  expect(mustHoldBack(provingLedger({ deliveries: oneOfTwo }))).toBe(true);
  expect(mustHoldBack(provingLedger())).toBe(false);
});

// Outdated

test('what is not newer than anything known at the account is outdated and changes nothing', () => {
  const ledgers = [
    plainLedger({ changes: [captured(v(10), 'P', { covers: v(100) })] }),
    plainLedger({ deliveries: [ended('withdrawn', v(10), 'P', { covers: v(100) })] }),
    plainLedger({ confirmed: confirmedByDelivery(v(100), 'P', 101) }),
  ];
  for (const ledger of ledgers) {
    expect(enter(ledger, v(99), 'Q')).toStrictEqual({ result: 'outdated', ledger, effects: [] });
    expect(enter(ledger, v(100), 'Q')).toStrictEqual({ result: 'outdated', ledger, effects: [] });
    expect(resultOf(ledger, laterBy(1, v(100)), 'Q')).toBe('entered');
  }
});

// L8: suppressed

test.each([published(v(10), 'P'), heldBack(v(10), 'P')])(
  'L8: the same password that is on its way ($state) stands for the newer version too',
  (onItsWay) => {
    const ledger = plainLedger({ deliveries: [onItsWay] });
    expect(enter(ledger, v(5_000), 'P')).toStrictEqual({
      result: 'suppressed',
      ledger: plainLedger({ deliveries: [{ ...onItsWay, covers: v(5_000), expiresAt: at(91_400) }] }),
      effects: [],
    });
  },
);

test('L8: a password that was just applied is suppressed for ten minutes, and not a microsecond longer', () => {
  const just = applied(v(100), 'P', 101);
  const ledger = plainLedger({ deliveries: [just], confirmed: confirmedByDelivery(v(100), 'P', 101) });
  expect(enter(ledger, v(700), 'P')).toStrictEqual({
    result: 'suppressed',
    ledger: plainLedger({
      deliveries: [{ ...just, covers: v(700), expiresAt: at(87_100) }],
      confirmed: confirmedByDelivery(v(700), 'P', 101),
    }),
    effects: [{ kind: 'raise-current', to: v(700) }],
  });
  expect(resultOf(ledger, laterBy(1, v(700)), 'P')).toBe('entered');
});

test('L8: the ten minutes run from the delivery itself, whatever it stands for since', () => {
  const raised = applied(v(100), 'P', 101, { covers: v(650) });
  const ledger = plainLedger({ deliveries: [raised], confirmed: confirmedByDelivery(v(650), 'P', 101) });
  expect(resultOf(ledger, v(700), 'P')).toBe('suppressed');
  expect(resultOf(ledger, laterBy(1, v(700)), 'P')).toBe('entered');
});

test('L8: the stored password is raised only where it is that of the suppressing delivery', () => {
  const onItsWay = published(v(100), 'P');
  const confirmed = confirmedByDelivery(v(50), 'O', 51);
  const { ledger, effects } = enter(plainLedger({ deliveries: [onItsWay], confirmed }), v(110), 'P');
  expect(ledger.confirmed).toStrictEqual(confirmed);
  expect(effects).toStrictEqual([]);
});

test('L8: a delivery that an echo has confirmed already raises the stored password as well', () => {
  const onItsWay = published(v(100), 'P', { covers: v(105) });
  const confirmed = confirmedByDelivery(v(105), 'P', 102);
  expect(enter(plainLedger({ deliveries: [onItsWay], confirmed }), v(110), 'P')).toStrictEqual({
    result: 'suppressed',
    ledger: plainLedger({
      deliveries: [{ ...onItsWay, covers: v(110), expiresAt: at(86_510) }],
      confirmed: confirmedByDelivery(v(110), 'P', 102),
    }),
    effects: [{ kind: 'raise-current', to: v(110) }],
  });
});

test('L8: another password is not suppressed', () => {
  expect(resultOf(plainLedger({ deliveries: [published(v(100), 'P')] }), v(110), 'Q')).toBe('entered');
});

test.each([
  parked(v(100), 'P', 'account-missing'),
  ended('refused', v(100), 'P'),
  ended('expired', v(100), 'P'),
  ended('withdrawn', v(100), 'P'),
  superseded(v(100), 'P'),
])('L8: the repetition of what is $state is entered anew', (over) => {
  expect(resultOf(plainLedger({ deliveries: [over] }), v(110), 'P')).toBe('entered');
});

test('L8: the repetition of a parked change supersedes it', () => {
  const waiting = parked(v(100), 'P', 'account-missing');
  const { ledger } = enter(plainLedger({ deliveries: [waiting] }), v(110), 'P');
  expect(ledger.deliveries).toStrictEqual([
    { ...waiting, state: 'superseded' },
    published(v(110), 'P', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
  ]);
});

test('L8: the same password is entered anew where something else was captured there since', () => {
  const deliveries = [applied(v(100), 'P', 101)];
  const changes = [captured(v(110), 'Q')];
  expect(resultOf(plainLedger({ deliveries, changes }), v(120), 'P')).toBe('entered');
});

test('L8: the same password is entered anew where another one was wanted since', () => {
  const deliveries = [applied(v(100), 'P', 101), ended('refused', v(110), 'Q')];
  expect(resultOf(plainLedger({ deliveries }), v(120), 'P')).toBe('entered');
});

test('L8: a password that was only captured there does not suppress a delivery', () => {
  const changes = [captured(v(100), 'P')];
  const confirmed = confirmedByCapture(v(100), 'P');
  expect(resultOf(plainLedger({ changes, confirmed }), v(110), 'P')).toBe('entered');
});

// Superseding

test('L1: what is open and stands for something older is superseded; nothing else is touched', () => {
  const untouched = [
    applied(v(1), 'A', 2),
    ended('refused', v(2), 'B'),
    ended('expired', v(3), 'C'),
    ended('withdrawn', v(4), 'D'),
    superseded(v(5), 'E'),
    published(v(6), 'F', { covers: v(100) }),
    published(v(110), 'G'),
  ];
  const older = [published(v(7), 'H'), heldBack(v(8), 'I'), parked(v(9), 'J', 'account-missing')];
  const ledger = supersedeOlder(plainLedger({ deliveries: [...untouched, ...older] }), v(100));
  expect(ledger).toStrictEqual(
    plainLedger({ deliveries: [...untouched, ...older.map((each) => ({ ...each, state: 'superseded' as const }))] }),
  );
});

// Publishing again

test('L2: the next revision is published afresh; the first publication and what is known of attempts stay', () => {
  const first = published(v(10), 'P', {
    revision: 3,
    lastPublishedAt: at(150),
    lastHeardAt: at(155),
    failure: 'transient',
    maybeApplied: true,
  });
  const ledger = plainLedger({ deliveries: [published(v(5), 'O'), first] });
  expect(publishAgain(ledger, first, at(200))).toStrictEqual({
    ledger: plainLedger({ deliveries: [published(v(5), 'O'), { ...first, revision: 4, lastPublishedAt: at(200) }] }),
    effects: [{ kind: 'publish', version: v(10) }],
  });
});

test('L2: what was parked is unresolved again once it is published', () => {
  const waiting = parked(v(10), 'P', 'account-missing');
  const { ledger } = publishAgain(plainLedger({ deliveries: [waiting] }), waiting, at(200));
  expect(ledger.deliveries).toStrictEqual([
    { ...waiting, state: 'published', revision: 2, unresolved: true, lastPublishedAt: at(200) },
  ]);
});

test('L2: the first publication of what was held back is its first revision', () => {
  const waiting = heldBack(v(10), 'P');
  const { ledger } = publishAgain(plainLedger({ deliveries: [waiting] }), waiting, at(200));
  expect(ledger.deliveries).toStrictEqual([
    published(v(10), 'P', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
  ]);
});

test('L4: the next revision names the old password of now, not that of the last revision', () => {
  const stale = published(v(30), 'P', { oldPasswordOf: v(5), namedOldFingerprint: 'O' });
  const confirmed = confirmedByCapture(v(10), 'N');
  const again = publishAgain(provingLedger({ deliveries: [stale], confirmed }), stale, at(200));
  expect(deliveryAfter(again, v(30))).toStrictEqual(
    published(v(30), 'P', { revision: 2, lastPublishedAt: at(200), namedOldFingerprint: 'N' }),
  );
  const nothingLeft = publishAgain(provingLedger({ deliveries: [stale] }), stale, at(200));
  expect(deliveryAfter(nothingLeft, v(30))).toStrictEqual(
    published(v(30), 'P', { revision: 2, lastPublishedAt: at(200) }),
  );
});

test('what is over is not published again', () => {
  const over = superseded(v(10), 'P');
  expect(() => publishAgain(plainLedger({ deliveries: [over] }), over, at(200))).toThrow(
    'A delivery that is superseded cannot publish.',
  );
});

test('L4: what is held back goes out once nothing before it is unresolved', () => {
  const waiting = heldBack(v(20), 'Q');
  const before = superseded(v(10), 'P');
  const blocked = provingLedger({ deliveries: [before, waiting] });
  expect(publishHeldBack(blocked, at(200))).toStrictEqual({ ledger: blocked, effects: [] });

  const free = provingLedger({ deliveries: [{ ...before, unresolved: false }, waiting] });
  expect(publishHeldBack(free, at(200))).toStrictEqual({
    ledger: provingLedger({
      deliveries: [
        { ...before, unresolved: false },
        published(v(20), 'Q', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
      ],
    }),
    effects: [{ kind: 'publish', version: v(20) }],
  });
});

test('L4: where nothing is held back nothing goes out', () => {
  const ledger = provingLedger({ deliveries: [applied(v(10), 'P', 11)] });
  expect(publishHeldBack(ledger, at(200))).toStrictEqual({ ledger, effects: [] });
});
