import { describe, expect, test } from 'vitest';

import {
  applied,
  arriving,
  at,
  confirmedByCapture,
  confirmedByDelivery,
  deliveryAfter,
  ended,
  heldBack,
  laterBy,
  momentAt,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { FAILURE_CLASSES, type FailureClass } from '../failure-class.ts';
import type { LedgerDelivery } from './account-ledger.ts';
import { acceptEcho } from './capture.ts';
import { settleOutcome, type DeliveryOutcome } from './settle-outcome.ts';
import { releaseParked } from './sweep.ts';

const NOW = momentAt(200);
const quiet = (ledger: ReturnType<typeof plainLedger>) => ({ ledger, effects: [] });

/** The call for version 100 began at 150 s and took a second. */
const wasApplied = (also: Partial<Extract<DeliveryOutcome, { kind: 'applied' }>> = {}): DeliveryOutcome => ({
  kind: 'applied',
  version: v(100),
  revision: 1,
  from: at(150),
  until: at(151),
  ...also,
});

/** The attempt for version 100 ended at 150 s. */
const hasFailed = (
  failure: FailureClass,
  also: Partial<Extract<DeliveryOutcome, { kind: 'failed' }>> = {},
): DeliveryOutcome => ({ kind: 'failed', version: v(100), revision: 1, failure, at: at(150), ...also });

/** The router says so of version 100. */
const neverSent = (also: Partial<Extract<DeliveryOutcome, { kind: 'superseded' }>> = {}): DeliveryOutcome => ({
  kind: 'superseded',
  version: v(100),
  revision: 1,
  ...also,
});

/** What an applied outcome writes down. */
const CALL = { lastHeardAt: at(200), lastOutcomeAt: at(151), appliedFrom: at(150), appliedUntil: at(151) };

const OVER: readonly LedgerDelivery[] = [
  applied(v(100), 'P', 120),
  ended('refused', v(100), 'P'),
  ended('expired', v(100), 'P'),
  ended('withdrawn', v(100), 'P'),
];

test('an outcome of a delivery that is not known changes nothing', () => {
  const ledger = plainLedger({ deliveries: [published(v(101), 'P')] });
  for (const outcome of [wasApplied(), hasFailed('policy-refused'), neverSent()]) {
    expect(settleOutcome(ledger, outcome, NOW)).toStrictEqual(quiet(ledger));
  }
});

describe('applied', () => {
  test.each([
    published(v(100), 'P'),
    superseded(v(100), 'P'),
    superseded(v(100), 'P', { unresolved: false, maybeApplied: true }),
    parked(v(100), 'P', 'account-missing'),
  ])('L3: what was applied while it was $state becomes current, and is erased (L1)', (delivery) => {
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), wasApplied(), NOW);
    expect(decision).toStrictEqual({
      ledger: plainLedger({
        deliveries: [
          { ...delivery, ...CALL, state: 'applied', unresolved: false, maybeApplied: false, holdsPassword: false },
        ],
        confirmed: confirmedByDelivery(v(100), 'P', 150),
      }),
      effects: [
        { kind: 'make-current', version: v(100), as: v(100) },
        { kind: 'erase', version: v(100) },
      ],
    });
  });

  test.each(OVER.slice(1))(
    'L3: what was $state and applied all the same is believed; nothing kept is current',
    (over) => {
      expect(settleOutcome(plainLedger({ deliveries: [over] }), wasApplied(), NOW)).toStrictEqual(
        quiet(plainLedger({ deliveries: [{ ...over, ...CALL, state: 'applied' }] })),
      );
    },
  );

  test('L3: the version that becomes current is the one that the delivery stands for', () => {
    const raised = published(v(100), 'P', { covers: v(130) });
    const { ledger, effects } = settleOutcome(plainLedger({ deliveries: [raised] }), wasApplied(), NOW);
    expect(effects[0]).toStrictEqual({ kind: 'make-current', version: v(100), as: v(130) });
    expect(ledger.confirmed).toStrictEqual(confirmedByDelivery(v(130), 'P', 150));
  });

  test('L3: what an echo has confirmed already becomes current again, from the beginning of its call', () => {
    const ledger = plainLedger({
      deliveries: [published(v(100), 'P')],
      confirmed: confirmedByDelivery(v(100), 'P', 151),
    });
    const decision = settleOutcome(ledger, wasApplied(), NOW);
    expect(decision.ledger.confirmed).toStrictEqual(confirmedByDelivery(v(100), 'P', 150));
    expect(decision.effects).toHaveLength(2);
  });

  test('the same applied outcome again changes nothing', () => {
    const once = settleOutcome(plainLedger({ deliveries: [published(v(100), 'P')] }), wasApplied(), NOW).ledger;
    expect(settleOutcome(once, wasApplied(), momentAt(300))).toStrictEqual(quiet(once));
  });

  test('L3: an applied outcome that comes a second time does not take back what goes out again since', () => {
    const [older, newest] = [superseded(v(90), 'O'), published(v(100), 'P')];
    const once = settleOutcome(plainLedger({ deliveries: [older, newest] }), wasApplied(), NOW).ledger;
    const echo = arriving(laterBy(1, v(150)), 'O');
    const overwritten = acceptEcho(once, deliveryAfter({ ledger: once }, v(90)), echo, NOW);
    expect(deliveryAfter(overwritten, v(100))).toMatchObject({ state: 'published', revision: 2 });
    expect(settleOutcome(overwritten.ledger, wasApplied(), momentAt(300))).toStrictEqual(quiet(overwritten.ledger));
  });

  test('another call that applied the same again is noted, and nothing becomes current twice', () => {
    const once = settleOutcome(plainLedger({ deliveries: [published(v(100), 'P')] }), wasApplied(), NOW).ledger;
    const decision = settleOutcome(once, wasApplied({ from: at(160), until: at(161) }), momentAt(300));
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({
      ...deliveryAfter({ ledger: once }, v(100)),
      lastHeardAt: at(300),
      lastOutcomeAt: at(161),
      appliedFrom: at(160),
      appliedUntil: at(161),
    });
    expect(decision.ledger.confirmed).toStrictEqual(once.confirmed);
  });

  test('L7: the last outcome of a delivery is the latest that was reported, in whatever order', () => {
    const late = published(v(100), 'P', { lastOutcomeAt: at(170) });
    const decision = settleOutcome(plainLedger({ deliveries: [late] }), wasApplied(), NOW);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ lastOutcomeAt: at(170), appliedUntil: at(151) });
  });

  test('L3: a delivery that is wanted again is not settled by what was applied before', () => {
    const again = heldBack(v(100), 'P', { firstPublishedAt: at(101), revision: 1 });
    const ledger = provingLedger({ deliveries: [superseded(v(10), 'O'), again] });
    expect(settleOutcome(ledger, wasApplied(), NOW)).toStrictEqual(quiet(ledger));
  });

  test('an applied outcome of an earlier revision takes back the later one, which is unresolved until it is answered', () => {
    const later = published(v(100), 'P', { revision: 3, lastPublishedAt: at(140) });
    const decision = settleOutcome(plainLedger({ deliveries: [later] }), wasApplied({ revision: 2 }), NOW);
    expect(decision.effects).toStrictEqual([
      { kind: 'announce-withdrawn', version: v(100), revision: 3 },
      { kind: 'make-current', version: v(100), as: v(100) },
      { kind: 'erase', version: v(100) },
    ]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'applied', unresolved: true, revision: 3 });
  });

  test('an applied outcome of an earlier revision takes nothing back where the later one is resolved', () => {
    const later = parked(v(100), 'P', 'account-missing', { revision: 3 });
    const decision = settleOutcome(plainLedger({ deliveries: [later] }), wasApplied({ revision: 2 }), NOW);
    expect(decision.effects.map(({ kind }) => kind)).toEqual(['make-current', 'erase']);
    expect(deliveryAfter(decision, v(100)).unresolved).toBe(false);
  });

  test('L1: an applied outcome erases the passwords of older deliveries that are kept, and of no newer one', () => {
    const deliveries = [
      superseded(v(10), 'A'),
      superseded(v(20), 'B', { holdsPassword: false }),
      published(v(100), 'P'),
      published(v(110), 'Q'),
    ];
    const { ledger, effects } = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    expect(effects).toStrictEqual([
      { kind: 'make-current', version: v(100), as: v(100) },
      { kind: 'erase', version: v(100) },
      { kind: 'erase', version: v(10) },
    ]);
    expect(ledger.deliveries.map(({ holdsPassword }) => holdsPassword)).toEqual([false, false, false, true]);
  });

  test('L1: which is older is told by the versions themselves, whatever they stand for', () => {
    const deliveries = [
      superseded(v(50), 'A', { covers: v(120) }),
      published(v(100), 'P', { covers: v(130) }),
      superseded(v(110), 'Q'),
    ];
    const { ledger, effects } = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    expect(effects.slice(1)).toStrictEqual([
      { kind: 'erase', version: v(100) },
      { kind: 'erase', version: v(50) },
    ]);
    expect(ledger.deliveries.map(({ holdsPassword }) => holdsPassword)).toEqual([false, false, true]);
  });

  test('once a newer one was applied every older one has ended, at the beginning of that call at the latest', () => {
    const over = applied(v(5), 'Z', 6, { overwrote: true });
    const refused = ended('refused', v(7), 'Y', { maybeApplied: true });
    const open = published(v(10), 'A', { maybeApplied: true, lastOutcomeAt: at(20) });
    const waiting = parked(v(20), 'B', 'account-missing');
    const newer = published(v(110), 'Q');
    const deliveries = [over, refused, open, waiting, published(v(100), 'P'), newer];
    const { ledger } = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    const closed = { unresolved: false, maybeApplied: false, overwrote: false, holdsPassword: false };
    expect(ledger.deliveries).toStrictEqual([
      { ...over, ...closed, lastOutcomeAt: at(7) },
      { ...refused, ...closed, lastOutcomeAt: 0 },
      { ...open, ...closed, state: 'superseded', lastOutcomeAt: at(150) },
      { ...waiting, ...closed, state: 'superseded', lastOutcomeAt: at(22) },
      { ...published(v(100), 'P', CALL), state: 'applied', unresolved: false, holdsPassword: false },
      newer,
    ]);
  });

  test('L4: what waits for it goes out once it was applied, and names it as the old password', () => {
    const deliveries = [superseded(v(100), 'P'), heldBack(v(110), 'Q')];
    const decision = settleOutcome(provingLedger({ deliveries }), wasApplied(), NOW);
    expect(decision.effects).toStrictEqual([
      { kind: 'make-current', version: v(100), as: v(100) },
      { kind: 'erase', version: v(100) },
      { kind: 'publish', version: v(110) },
    ]);
    expect(deliveryAfter(decision, v(110))).toStrictEqual(
      published(v(110), 'Q', { firstPublishedAt: at(200), lastPublishedAt: at(200), namedOldFingerprint: 'P' }),
    );
  });
});

describe('applied over something older that ended later', () => {
  const overlapping = (appliedUntil: number) => applied(v(50), 'O', 140, { appliedUntil });

  test('L3: where the call for an older one ended after this one began, nobody knows which holds: it goes out again', () => {
    const deliveries = [overlapping(at(150)), published(v(100), 'P')];
    const decision = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    expect(decision.effects).toStrictEqual([
      { kind: 'make-current', version: v(100), as: v(100) },
      { kind: 'erase', version: v(100) },
      { kind: 'restore-wanted', version: v(100) },
      { kind: 'publish', version: v(100) },
    ]);
    expect(deliveryAfter(decision, v(50)).overwrote).toBe(true);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'published', revision: 2 });
    expect(deliveryAfter(decision, v(100))).not.toHaveProperty('overwrote');
  });

  test('L3: where the call for an older one ended before this one began, this one holds', () => {
    const deliveries = [overlapping(at(150) - 1), published(v(100), 'P')];
    const { effects } = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    expect(effects.map(({ kind }) => kind)).toEqual(['make-current', 'erase']);
  });

  test('L3: a newer one that was applied later puts nothing in doubt', () => {
    const deliveries = [published(v(100), 'P'), applied(v(110), 'N', 160)];
    const { effects } = settleOutcome(plainLedger({ deliveries }), wasApplied(), NOW);
    expect(effects.map(({ kind }) => kind)).toEqual(['make-current', 'erase']);
  });
});

describe('applied too late', () => {
  const newest = applied(v(120), 'N', 130);
  const confirmed = confirmedByDelivery(v(120), 'N', 130);

  test('L3: a late applied outcome of an older version makes the store deliver the newest again', () => {
    const late = superseded(v(100), 'P');
    expect(settleOutcome(plainLedger({ deliveries: [late, newest], confirmed }), wasApplied(), NOW)).toStrictEqual({
      ledger: plainLedger({
        deliveries: [
          { ...late, ...CALL, state: 'applied', unresolved: false, holdsPassword: false, overwrote: true },
          {
            ...newest,
            state: 'published',
            revision: 2,
            unresolved: true,
            holdsPassword: true,
            lastPublishedAt: at(200),
            disprovedOld: [],
          },
        ],
        confirmed,
      }),
      effects: [
        { kind: 'erase', version: v(100) },
        { kind: 'restore-wanted', version: v(120) },
        { kind: 'publish', version: v(120) },
      ],
    });
  });

  test('L3: it is late by the version that it stands for', () => {
    const raised = superseded(v(100), 'P', { covers: v(120) });
    const { effects } = settleOutcome(plainLedger({ deliveries: [raised], confirmed }), wasApplied(), NOW);
    expect(effects[0]).toStrictEqual({ kind: 'make-current', version: v(100), as: v(120) });
  });

  test('L4: where the target wants the old password, what was applied late is kept and named', () => {
    const late = superseded(v(100), 'P');
    const decision = settleOutcome(provingLedger({ deliveries: [late, newest], confirmed }), wasApplied(), NOW);
    expect(decision.effects).toStrictEqual([
      { kind: 'restore-wanted', version: v(120) },
      { kind: 'publish', version: v(120) },
    ]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ holdsPassword: true, overwrote: true });
    expect(deliveryAfter(decision, v(120))).toMatchObject({ oldPasswordOf: v(100), namedOldFingerprint: 'P' });
  });

  test.each([
    { until: at(149) - 1, kinds: ['erase'], why: 'more than a second before the capture: harmless' },
    { until: at(149), kinds: ['erase', 'restore-wanted', 'publish'], why: 'within a second of it: doubtful' },
    { until: at(155), kinds: ['erase', 'restore-wanted', 'publish'], why: 'after it' },
  ])('L3: a call for an older one that ended $why', ({ until, kinds }) => {
    const ledger = plainLedger({ deliveries: [superseded(v(100), 'P')], confirmed: confirmedByCapture(v(150), 'N') });
    const { effects } = settleOutcome(ledger, wasApplied({ from: at(140), until }), NOW);
    expect(effects.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('L3: before a confirmed delivery, even long before, nothing is harmless: nobody watched the account', () => {
    const ledger = plainLedger({
      deliveries: [superseded(v(100), 'P'), newest],
      confirmed: confirmedByDelivery(v(120), 'N', 180),
    });
    const { effects } = settleOutcome(ledger, wasApplied({ from: at(110), until: at(111) }), NOW);
    expect(effects).toContainEqual({ kind: 'publish', version: v(120) });
  });

  test('L1: what was harmless and is erased already is not erased again', () => {
    const late = superseded(v(100), 'P', { holdsPassword: false });
    const ledger = plainLedger({ deliveries: [late], confirmed: confirmedByCapture(v(180), 'N') });
    expect(settleOutcome(ledger, wasApplied(), NOW).effects).toStrictEqual([]);
  });
});

describe('failed', () => {
  const retried: readonly FailureClass[] = ['transient', 'busy', 'misconfigured'];

  test.each(retried)('L2: after %s the router tries again: the delivery stays published and unresolved', (failure) => {
    const delivery = published(v(100), 'P');
    expect(settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed(failure), NOW)).toStrictEqual(
      quiet(plainLedger({ deliveries: [{ ...delivery, failure, lastHeardAt: at(200), lastOutcomeAt: at(150) }] })),
    );
  });

  test.each(retried)(
    'after %s a superseded delivery stays unresolved: the router will say that it is over',
    (failure) => {
      const delivery = superseded(v(100), 'P');
      const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed(failure), NOW);
      expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'superseded', unresolved: true, failure });
    },
  );

  test.each(['account-missing', 'old-password-wrong'] as const)('L2: after %s the delivery is parked', (failure) => {
    const delivery = published(v(100), 'P');
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed(failure), NOW);
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({
      ...parked(v(100), 'P', failure, { lastHeardAt: at(200), lastOutcomeAt: at(150) }),
      ...(failure === 'old-password-wrong' ? { disprovedOld: [] } : {}),
    });
  });

  test.each([published(v(100), 'P'), superseded(v(100), 'P'), published(v(100), 'P', { covers: v(105) })])(
    'L1: a final refusal of what is $state erases its password',
    (delivery) => {
      expect(settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed('policy-refused'), NOW)).toStrictEqual({
        ledger: plainLedger({
          deliveries: [
            {
              ...delivery,
              state: 'refused',
              unresolved: false,
              holdsPassword: false,
              failure: 'policy-refused',
              lastHeardAt: at(200),
              lastOutcomeAt: at(150),
            },
          ],
        }),
        effects: [{ kind: 'erase', version: v(100) }],
      });
    },
  );

  test('L1: what was refused for good while it was parked is erased, and not published again', () => {
    const ledger = plainLedger({ deliveries: [parked(v(100), 'P', 'account-missing')] });
    const refused = settleOutcome(ledger, hasFailed('policy-refused'), NOW);
    expect(refused.effects).toStrictEqual([{ kind: 'erase', version: v(100) }]);
    expect(releaseParked(refused.ledger, at(300)).effects).toStrictEqual([]);
  });

  test.each(FAILURE_CLASSES.filter((failure) => failure !== 'policy-refused'))(
    'L1: after %s nothing is erased',
    (failure) => {
      for (const delivery of [
        published(v(100), 'P'),
        superseded(v(100), 'P'),
        parked(v(100), 'P', 'account-missing'),
      ]) {
        const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed(failure), NOW);
        expect(decision.effects.filter(({ kind }) => kind === 'erase')).toEqual([]);
        expect(deliveryAfter(decision, v(100)).holdsPassword).toBe(true);
      }
    },
  );

  test.each(['account-missing', 'old-password-wrong'] as const)(
    'a superseded delivery is resolved after %s and not parked: nobody waits for it',
    (failure) => {
      const ledger = provingLedger({ deliveries: [superseded(v(100), 'P'), heldBack(v(110), 'Q')] });
      const decision = settleOutcome(ledger, hasFailed(failure), NOW);
      expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'superseded', unresolved: false, failure });
      expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(110) }]);
    },
  );

  test('L4: what waits goes out once the one before it is parked', () => {
    const ledger = provingLedger({
      deliveries: [superseded(v(90), 'O', { unresolved: false }), published(v(100), 'P')],
    });
    const waiting = { ...ledger, deliveries: [...ledger.deliveries, heldBack(v(110), 'Q')] };
    const { effects } = settleOutcome(waiting, hasFailed('account-missing'), NOW);
    expect(effects).toStrictEqual([{ kind: 'publish', version: v(110) }]);
  });

  test('L4: what waits goes out once the one before it is refused for good', () => {
    const ledger = provingLedger({ deliveries: [superseded(v(100), 'P'), heldBack(v(110), 'Q')] });
    const { effects } = settleOutcome(ledger, hasFailed('policy-refused'), NOW);
    expect(effects).toStrictEqual([
      { kind: 'publish', version: v(110) },
      { kind: 'erase', version: v(100) },
    ]);
  });

  test.each(FAILURE_CLASSES)('what is applied is not unsettled by a late %s', (failure) => {
    const over = applied(v(100), 'P', 120);
    expect(settleOutcome(plainLedger({ deliveries: [over] }), hasFailed(failure), NOW)).toStrictEqual(
      quiet(plainLedger({ deliveries: [{ ...over, lastOutcomeAt: at(150) }] })),
    );
  });

  test.each(OVER.slice(1).flatMap((over) => FAILURE_CLASSES.map((failure) => [over.state, failure, over] as const)))(
    'what is %s stays so after %s, and nothing follows but that it was heard',
    (_state, failure, over) => {
      const decision = settleOutcome(plainLedger({ deliveries: [over] }), hasFailed(failure), NOW);
      const { disprovedOld: _tried, ...after } = deliveryAfter(decision, v(100));
      expect(after).toStrictEqual({ ...over, failure, lastHeardAt: at(200), lastOutcomeAt: at(150) });
      expect(decision.effects).toStrictEqual([]);
    },
  );

  test.each(FAILURE_CLASSES.filter((failure) => failure !== 'policy-refused'))(
    'what is parked stays so after %s',
    (failure) => {
      const waiting = parked(v(100), 'P', 'account-missing');
      const decision = settleOutcome(plainLedger({ deliveries: [waiting] }), hasFailed(failure), NOW);
      expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'parked', unresolved: false, failure });
      expect(decision.effects).toStrictEqual([]);
    },
  );

  test.each(FAILURE_CLASSES)('of a failure (%s) of an earlier revision only its time is noted', (failure) => {
    const later = published(v(100), 'P', { revision: 2, lastHeardAt: at(120) });
    expect(settleOutcome(plainLedger({ deliveries: [later] }), hasFailed(failure), NOW)).toStrictEqual(
      quiet(plainLedger({ deliveries: [{ ...later, lastOutcomeAt: at(150) }] })),
    );
  });

  test('L7: the last outcome of a delivery is the latest, whatever is reported late', () => {
    const delivery = published(v(100), 'P', { lastOutcomeAt: at(170) });
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed('busy'), NOW);
    expect(deliveryAfter(decision, v(100)).lastOutcomeAt).toBe(at(170));
  });
});

describe('an attempt whose end nobody knows', () => {
  test.each([1, 2])('is noted with its not-after, of the current revision and of an earlier one (%s)', (revision) => {
    const delivery = published(v(100), 'P', { revision });
    const outcome = hasFailed('transient', { maybeAppliedUntil: at(160) });
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), outcome, NOW);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ maybeApplied: true, maybeAppliedUntil: at(160) });
  });

  test('keeps the latest not-after', () => {
    const delivery = published(v(100), 'P', { maybeApplied: true, maybeAppliedUntil: at(170) });
    const settledUntil = (maybeAppliedUntil: number) =>
      deliveryAfter(
        settleOutcome(plainLedger({ deliveries: [delivery] }), hasFailed('transient', { maybeAppliedUntil }), NOW),
        v(100),
      ).maybeAppliedUntil;
    expect(settledUntil(at(160))).toBe(at(170));
    expect(settledUntil(at(180))).toBe(at(180));
  });

  test('is not noted where the end is known', () => {
    const decision = settleOutcome(plainLedger({ deliveries: [published(v(100), 'P')] }), hasFailed('busy'), NOW);
    const after = deliveryAfter(decision, v(100));
    expect(after.maybeApplied).toBe(false);
    expect(after).not.toHaveProperty('maybeAppliedUntil');
  });
});

describe('L4: the old password was wrong', () => {
  const stored = confirmedByCapture(v(50), 'stored');
  const doubtful = superseded(v(60), 'O', { unresolved: false, maybeApplied: true });

  test('another one that may be in force is named at once', () => {
    const delivery = published(v(100), 'P', { namedOldFingerprint: 'stored' });
    const ledger = provingLedger({ deliveries: [doubtful, delivery], confirmed: stored });
    const decision = settleOutcome(ledger, hasFailed('old-password-wrong'), NOW);
    expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(100) }]);
    expect(deliveryAfter(decision, v(100))).toStrictEqual(
      published(v(100), 'P', {
        revision: 2,
        lastPublishedAt: at(200),
        lastHeardAt: at(200),
        lastOutcomeAt: at(150),
        failure: 'old-password-wrong',
        disprovedOld: ['stored'],
        oldPasswordOf: v(60),
        namedOldFingerprint: 'O',
      }),
    );
  });

  test('each one is named once; then the delivery is parked', () => {
    const delivery = published(v(100), 'P', {
      revision: 2,
      disprovedOld: ['stored'],
      oldPasswordOf: v(60),
      namedOldFingerprint: 'O',
    });
    const ledger = provingLedger({ deliveries: [doubtful, delivery], confirmed: stored });
    const decision = settleOutcome(ledger, hasFailed('old-password-wrong', { revision: 2 }), NOW);
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({
      state: 'parked',
      unresolved: false,
      disprovedOld: ['stored', 'O'],
      failure: 'old-password-wrong',
    });
  });

  test('what is superseded tries no other one', () => {
    const delivery = superseded(v(100), 'P', { namedOldFingerprint: 'stored' });
    const ledger = provingLedger({ deliveries: [doubtful, delivery], confirmed: stored });
    const decision = settleOutcome(ledger, hasFailed('old-password-wrong'), NOW);
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'superseded', unresolved: false });
  });

  test('where none was named the stored one is, if there is one now', () => {
    const ledger = provingLedger({ deliveries: [published(v(100), 'P')], confirmed: stored });
    const decision = settleOutcome(ledger, hasFailed('old-password-wrong'), NOW);
    expect(deliveryAfter(decision, v(100))).toMatchObject({
      state: 'published',
      revision: 2,
      namedOldFingerprint: 'stored',
      disprovedOld: [],
    });
  });
});

describe('L2: what a host could not open', () => {
  test.each([1, 2])('goes out again at once, sealed afresh, after revision %s', (revision) => {
    const delivery = published(v(100), 'P', { revision });
    const outcome = hasFailed('cannot-open', { revision });
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), outcome, NOW);
    expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(100) }]);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({
      ...delivery,
      revision: revision + 1,
      lastPublishedAt: at(200),
      lastHeardAt: at(200),
      lastOutcomeAt: at(150),
      failure: 'cannot-open',
    });
  });

  test('waits for the attempt limit after its third revision', () => {
    const delivery = published(v(100), 'P', { revision: 3 });
    const outcome = hasFailed('cannot-open', { revision: 3 });
    const decision = settleOutcome(plainLedger({ deliveries: [delivery] }), outcome, NOW);
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({
      ...delivery,
      lastHeardAt: at(200),
      lastOutcomeAt: at(150),
      failure: 'cannot-open',
    });
  });

  test('does not go out again when it is superseded', () => {
    const decision = settleOutcome(
      plainLedger({ deliveries: [superseded(v(100), 'P')] }),
      hasFailed('cannot-open'),
      NOW,
    );
    expect(decision.effects).toStrictEqual([]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'superseded', unresolved: true });
  });
});

describe('superseded, says the router', () => {
  test('L1: it resolves what is superseded, erases nothing, and makes nothing current', () => {
    const delivery = superseded(v(100), 'P');
    expect(settleOutcome(plainLedger({ deliveries: [delivery] }), neverSent(), NOW)).toStrictEqual(
      quiet(plainLedger({ deliveries: [{ ...delivery, unresolved: false, lastHeardAt: at(200) }] })),
    );
  });

  test('L4: what waits for it goes out', () => {
    const ledger = provingLedger({ deliveries: [superseded(v(100), 'P'), heldBack(v(110), 'Q')] });
    expect(settleOutcome(ledger, neverSent(), NOW).effects).toStrictEqual([{ kind: 'publish', version: v(110) }]);
  });

  test('L4: it says until when an earlier attempt may have taken effect, and that one may be named', () => {
    const confirmed = confirmedByCapture(v(50), 'stored');
    const ledger = provingLedger({
      deliveries: [superseded(v(100), 'P'), heldBack(v(110), 'Q', { disprovedOld: ['stored'] })],
      confirmed,
    });
    const decision = settleOutcome(ledger, neverSent({ maybeAppliedUntil: at(160) }), NOW);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ maybeApplied: true, maybeAppliedUntil: at(160) });
    expect(deliveryAfter(decision, v(110))).toMatchObject({ oldPasswordOf: v(100), namedOldFingerprint: 'P' });
  });

  test('what is still wanted is not resolved by it; that an attempt of it is in doubt is noted', () => {
    const wanted = published(v(100), 'P');
    const ledger = plainLedger({ deliveries: [wanted] });
    expect(settleOutcome(ledger, neverSent(), NOW)).toStrictEqual(quiet(ledger));
    expect(settleOutcome(ledger, neverSent({ maybeAppliedUntil: at(160) }), NOW)).toStrictEqual(
      quiet(plainLedger({ deliveries: [{ ...wanted, maybeApplied: true, maybeAppliedUntil: at(160) }] })),
    );
  });

  test('L4: what it says of an earlier revision resolves nothing: a later one may be in flight', () => {
    const later = superseded(v(100), 'P', { revision: 2 });
    const ledger = provingLedger({ deliveries: [later, heldBack(v(110), 'Q')] });
    expect(settleOutcome(ledger, neverSent(), NOW)).toStrictEqual(quiet(ledger));
    const told = settleOutcome(ledger, neverSent({ maybeAppliedUntil: at(160) }), NOW);
    expect(told.effects).toStrictEqual([]);
    expect(deliveryAfter(told, v(100))).toStrictEqual({ ...later, maybeApplied: true, maybeAppliedUntil: at(160) });
    expect(settleOutcome(ledger, neverSent({ revision: 3 }), NOW).effects).toStrictEqual([
      { kind: 'publish', version: v(110) },
    ]);
  });

  test('L7: of what was applied for certain there is no doubt, but until then its echo may come', () => {
    const done = applied(v(100), 'P', 120, { unresolved: true, revision: 2 });
    const outcome = neverSent({ revision: 2, maybeAppliedUntil: at(160) });
    const decision = settleOutcome(plainLedger({ deliveries: [done] }), outcome, NOW);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({
      ...done,
      unresolved: false,
      lastHeardAt: at(200),
      maybeAppliedUntil: at(160),
    });
  });

  test.each([
    ended('withdrawn', v(100), 'P', { unresolved: true }),
    ended('expired', v(100), 'P', { unresolved: true }),
  ])('L4: it resolves what is $state, and what waits goes out', (over) => {
    const ledger = provingLedger({ deliveries: [over, heldBack(v(110), 'Q')] });
    const decision = settleOutcome(ledger, neverSent(), NOW);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({ ...over, unresolved: false, lastHeardAt: at(200) });
    expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(110) }]);
  });

  test.each([...OVER, parked(v(100), 'P', 'account-missing'), superseded(v(100), 'P', { unresolved: false })])(
    'what is $state and resolved is not changed by it',
    (over) => {
      const ledger = plainLedger({ deliveries: [over] });
      expect(settleOutcome(ledger, neverSent(), NOW)).toStrictEqual(quiet(ledger));
    },
  );

  test('it resolves the later revision of what an earlier one has applied', () => {
    const done = applied(v(100), 'P', 120, { unresolved: true, revision: 2 });
    const ledger = provingLedger({ deliveries: [done, heldBack(v(110), 'Q')] });
    const decision = settleOutcome(ledger, neverSent({ revision: 2 }), NOW);
    expect(deliveryAfter(decision, v(100))).toStrictEqual({ ...done, unresolved: false, lastHeardAt: at(200) });
    expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(110) }]);
  });

  test('L3: what is wanted again and waits for this answer goes out with it', () => {
    const again = heldBack(v(100), 'P', { firstPublishedAt: at(101), unresolved: true, revision: 2 });
    const decision = settleOutcome(provingLedger({ deliveries: [again] }), neverSent({ revision: 2 }), NOW);
    expect(decision.effects).toStrictEqual([{ kind: 'publish', version: v(100) }]);
    expect(deliveryAfter(decision, v(100))).toMatchObject({ state: 'published', revision: 3, unresolved: true });
  });
});
