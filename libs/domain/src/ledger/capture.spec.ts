import { expect, test } from 'vitest';

import {
  applied,
  arriving,
  at,
  captured,
  confirmedByCapture,
  confirmedByDelivery,
  deliveryAfter,
  ended,
  heldBack,
  laterBy,
  LIMITS,
  momentAt,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { acceptCapture, acceptDuplicate, acceptEcho, acceptOutdated, confirmByProof } from './capture.ts';
import { recognise } from './recognise.ts';

const NOW = momentAt(200);

/** The password P, a microsecond after that many seconds. */
const justAfter = (seconds: number) => arriving(laterBy(1, v(seconds)), 'P');

// A capture

test('L6: what is captured at an account is recorded, confirmed and stored', () => {
  expect(acceptCapture(plainLedger(), arriving(v(100), 'P'), NOW)).toStrictEqual({
    ledger: plainLedger({
      changes: [{ version: v(100), covers: v(100), fingerprint: 'P', unmet: false }],
      confirmed: { version: v(100), fingerprint: 'P', by: 'capture', provenAt: at(100) },
    }),
    effects: [{ kind: 'store-captured', as: v(100) }],
  });
});

test('L6: a capture is recorded behind the earlier ones', () => {
  const before = captured(v(10), 'O');
  const { ledger } = acceptCapture(plainLedger({ changes: [before] }), arriving(v(100), 'P'), NOW);
  expect(ledger.changes).toStrictEqual([before, captured(v(100), 'P')]);
});

test('L6: a capture that is not newer than the confirmed password is recorded and not stored', () => {
  const confirmed = confirmedByDelivery(v(100), 'Q', 101);
  expect(acceptCapture(plainLedger({ confirmed }), arriving(v(100), 'P'), NOW)).toStrictEqual({
    ledger: plainLedger({ changes: [captured(v(100), 'P')], confirmed }),
    effects: [],
  });
});

test('L6: a capture supersedes what is older at its account, and the router is told before anything else', () => {
  const deliveries = [
    published(v(10), 'A', { revision: 2 }),
    parked(v(20), 'B', 'account-missing'),
    published(v(110), 'C'),
  ];
  const { ledger, effects } = acceptCapture(plainLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(ledger.deliveries.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'published']);
  expect(effects).toStrictEqual([
    { kind: 'announce-superseded', version: v(10), revision: 2 },
    { kind: 'store-captured', as: v(100) },
  ]);
});

test('L1: a capture erases no password of what it supersedes: an attempt may be in flight', () => {
  const deliveries = [published(v(10), 'A')];
  const decision = acceptCapture(plainLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(deliveryAfter(decision, v(10))).toStrictEqual(superseded(v(10), 'A'));
});

test('L6: after a capture nothing older is known to lie over the newest password any more', () => {
  const deliveries = [applied(v(10), 'A', 11, { overwrote: true }), applied(v(20), 'B', 21)];
  const { ledger } = acceptCapture(plainLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(ledger.deliveries.map(({ overwrote }) => overwrote)).toEqual([false, undefined]);
});

// L4 after a capture

test('L4: a newer delivery that names the old password goes out again after a capture, with the captured one', () => {
  const newer = published(v(110), 'N', { namedOldFingerprint: 'O', disprovedOld: ['P'] });
  const confirmed = confirmedByDelivery(v(10), 'O', 11);
  const decision = acceptCapture(provingLedger({ deliveries: [newer], confirmed }), arriving(v(100), 'P'), NOW);
  expect(decision.effects).toStrictEqual([
    { kind: 'store-captured', as: v(100) },
    { kind: 'publish', version: v(110) },
  ]);
  expect(deliveryAfter(decision, v(110))).toStrictEqual({
    ...newer,
    revision: 2,
    lastPublishedAt: at(200),
    disprovedOld: [],
    namedOldFingerprint: 'P',
  });
});

test('L4: a capture releases a newer delivery that was parked because the old password was wrong', () => {
  const newer = parked(v(110), 'N', 'old-password-wrong', { disprovedOld: ['O'] });
  const decision = acceptCapture(provingLedger({ deliveries: [newer] }), arriving(v(100), 'P'), NOW);
  expect(deliveryAfter(decision, v(110))).toMatchObject({
    state: 'published',
    revision: 2,
    namedOldFingerprint: 'P',
    disprovedOld: [],
  });
  expect(decision.effects).toContainEqual({ kind: 'publish', version: v(110) });
});

test('L4: whether a delivery is newer than a capture is told by the version that it stands for', () => {
  const raised = published(v(90), 'N', { covers: v(110) });
  const { effects } = acceptCapture(provingLedger({ deliveries: [raised] }), arriving(v(100), 'P'), NOW);
  expect(effects).toStrictEqual([
    { kind: 'store-captured', as: v(100) },
    { kind: 'publish', version: v(90) },
  ]);
});

test('L4: of several newer deliveries the last one goes out again', () => {
  const deliveries = [parked(v(110), 'M', 'old-password-wrong'), published(v(120), 'N')];
  const { effects } = acceptCapture(provingLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(effects).toStrictEqual([
    { kind: 'store-captured', as: v(100) },
    { kind: 'publish', version: v(120) },
  ]);
});

test.each([
  parked(v(110), 'N', 'account-missing'),
  heldBack(v(110), 'N'),
  applied(v(110), 'N', 111),
  ended('refused', v(110), 'N', { failure: 'old-password-wrong' }),
])('L4: a capture sends nothing again that is $state and does not wait for an old password', (newer) => {
  const { effects } = acceptCapture(provingLedger({ deliveries: [newer] }), arriving(v(100), 'P'), NOW);
  expect(effects).toStrictEqual([{ kind: 'store-captured', as: v(100) }]);
});

test('L4: a capture sends nothing again that is not newer, or to a target that does not want the old password', () => {
  const plain = plainLedger({ deliveries: [published(v(110), 'N')] });
  expect(acceptCapture(plain, arriving(v(100), 'P'), NOW).effects).toStrictEqual([
    { kind: 'store-captured', as: v(100) },
  ]);
  const notNewer = provingLedger({ deliveries: [published(v(50), 'N', { covers: v(100) })] });
  expect(acceptCapture(notNewer, arriving(v(100), 'P'), NOW).effects).toStrictEqual([
    { kind: 'store-captured', as: v(100) },
  ]);
});

// L6: a capture that was overwritten before it was known

test('L6: a capture that an older delivery has overwritten already is delivered there again', () => {
  const over = applied(v(10), 'O', 149);
  const confirmed = confirmedByDelivery(v(10), 'O', 149);
  expect(acceptCapture(plainLedger({ deliveries: [over], confirmed }), arriving(v(100), 'P'), NOW)).toStrictEqual({
    ledger: plainLedger({
      changes: [captured(v(100), 'P')],
      deliveries: [
        { ...over, overwrote: true },
        published(v(100), 'P', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
      ],
      confirmed: confirmedByCapture(v(100), 'P'),
    }),
    effects: [
      { kind: 'store-captured', as: v(100) },
      { kind: 'restore-wanted', version: v(100) },
      { kind: 'publish', version: v(100) },
    ],
  });
});

test('L6: an older delivery has overwritten a capture if its call ended at the same time or later', () => {
  const effectsAfterCallUntil = (seconds: number, micros: number) => {
    const over = applied(v(10), 'O', 50, { appliedUntil: at(seconds) + micros });
    return acceptCapture(plainLedger({ deliveries: [over] }), arriving(v(100), 'P'), NOW).effects;
  };
  expect(effectsAfterCallUntil(100, 0)).toContainEqual({ kind: 'publish', version: v(100) });
  expect(effectsAfterCallUntil(100, -1)).toStrictEqual([{ kind: 'store-captured', as: v(100) }]);
});

test('L6: a newer delivery that was applied later has not overwritten a capture', () => {
  const newer = applied(v(110), 'N', 111);
  const { effects } = acceptCapture(plainLedger({ deliveries: [newer] }), arriving(v(100), 'P'), NOW);
  expect(effects).toStrictEqual([{ kind: 'store-captured', as: v(100) }]);
});

test('L6: of several older deliveries the one whose call ended last lies over the capture', () => {
  const deliveries = [applied(v(10), 'A', 160), applied(v(20), 'B', 170), applied(v(30), 'C', 150)];
  const decision = acceptCapture(plainLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(decision.ledger.deliveries.slice(0, 3).map(({ overwrote }) => overwrote)).toEqual([
    undefined,
    true,
    undefined,
  ]);
});

test('L6: an overwritten capture is not delivered again where something newer is on its way and repairs it', () => {
  const deliveries = [applied(v(10), 'O', 149), published(v(110), 'N')];
  const { ledger, effects } = acceptCapture(plainLedger({ deliveries }), arriving(v(100), 'P'), NOW);
  expect(effects).toStrictEqual([{ kind: 'store-captured', as: v(100) }]);
  expect(ledger.deliveries.map(({ version, overwrote }) => [version.sequence, overwrote])).toEqual([
    [10, true],
    [110, undefined],
  ]);
});

test('L4: a capture that was overwritten and a parked delivery do not go out together', () => {
  const deliveries = [applied(v(10), 'O', 149), parked(v(110), 'N', 'old-password-wrong')];
  const before = provingLedger({ deliveries, confirmed: confirmedByDelivery(v(10), 'O', 149) });
  const { ledger } = acceptCapture(before, arriving(v(100), 'P'), NOW);
  expect(ledger.deliveries.filter(({ unresolved }) => unresolved)).toHaveLength(1);
});

test('L4: where the target wants the old password, the one that overwrote the capture is kept and named', () => {
  const over = applied(v(10), 'O', 149);
  const confirmed = confirmedByDelivery(v(10), 'O', 149);
  const decision = acceptCapture(provingLedger({ deliveries: [over], confirmed }), arriving(v(100), 'P'), NOW);
  expect(decision.effects).toStrictEqual([
    { kind: 'restore-wanted', version: v(10) },
    { kind: 'store-captured', as: v(100) },
    { kind: 'restore-wanted', version: v(100) },
    { kind: 'publish', version: v(100) },
  ]);
  expect(deliveryAfter(decision, v(10))).toStrictEqual({ ...over, holdsPassword: true, overwrote: true });
  expect(deliveryAfter(decision, v(100))).toMatchObject({ oldPasswordOf: v(10), namedOldFingerprint: 'O' });
});

test('L4: the overwriting password is kept by the version that it stands for', () => {
  const over = applied(v(10), 'O', 149, { covers: v(50) });
  const confirmed = confirmedByDelivery(v(50), 'O', 149);
  const { effects } = acceptCapture(provingLedger({ deliveries: [over], confirmed }), arriving(v(100), 'P'), NOW);
  expect(effects[0]).toStrictEqual({ kind: 'restore-wanted', version: v(10) });
});

test('L4: an overwriting password that is not the stored one cannot be restored, one that is kept need not be', () => {
  const expected = [
    { kind: 'store-captured', as: v(100) },
    { kind: 'restore-wanted', version: v(100) },
    { kind: 'publish', version: v(100) },
  ];
  const over = applied(v(10), 'O', 149);
  const another = confirmedByDelivery(v(20), 'A', 120);
  for (const ledger of [
    provingLedger({ deliveries: [over], confirmed: another }),
    provingLedger({ deliveries: [over] }),
    provingLedger({
      deliveries: [{ ...over, holdsPassword: true }],
      confirmed: confirmedByDelivery(v(10), 'O', 149),
    }),
  ]) {
    expect(acceptCapture(ledger, arriving(v(100), 'P'), NOW).effects).toStrictEqual(expected);
  }
});

// L8: a duplicate

test('L8: a duplicate raises the version that its first one stands for; no second change is recorded', () => {
  const [other, first] = [captured(v(10), 'O'), captured(v(100), 'P')];
  const ledger = plainLedger({ changes: [first, other], confirmed: confirmedByCapture(v(100), 'P') });
  expect(acceptDuplicate(ledger, first, arriving(v(150), 'P'), NOW)).toStrictEqual({
    ledger: plainLedger({
      changes: [other, captured(v(100), 'P', { covers: v(150) })],
      confirmed: { version: v(150), fingerprint: 'P', by: 'capture', provenAt: at(100) },
    }),
    effects: [{ kind: 'store-captured', as: v(150) }],
  });
});

test('L8: a duplicate is a capture all the same: what is older than it is superseded', () => {
  const first = captured(v(100), 'P');
  const ledger = plainLedger({
    changes: [first],
    deliveries: [published(v(120), 'Q')],
    confirmed: confirmedByCapture(v(100), 'P'),
  });
  const decision = acceptDuplicate(ledger, first, arriving(v(150), 'P'), NOW);
  expect(deliveryAfter(decision, v(120)).state).toBe('superseded');
  expect(decision.effects).toStrictEqual([
    { kind: 'announce-superseded', version: v(120), revision: 1 },
    { kind: 'store-captured', as: v(150) },
  ]);
});

// L7: an echo

test('L7: an echo confirms its delivery and makes it current; its outcome is awaited all the same', () => {
  const delivery = published(v(100), 'P', { covers: v(105) });
  const ledger = plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(10), 'O', 11) });
  expect(acceptEcho(ledger, delivery, arriving(v(150), 'P'), NOW)).toStrictEqual({
    ledger: plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(105), 'P', 150) }),
    effects: [{ kind: 'make-current', version: v(100), as: v(105) }],
  });
});

test('L1: an echo erases nothing: only an authenticated outcome may', () => {
  const delivery = published(v(100), 'P');
  const decision = acceptEcho(plainLedger({ deliveries: [delivery] }), delivery, arriving(v(150), 'P'), NOW);
  expect(deliveryAfter(decision, v(100))).toStrictEqual(delivery);
});

test('L7: an echo records no change and supersedes nothing', () => {
  const [older, delivery] = [published(v(90), 'O'), published(v(100), 'P')];
  const ledger = plainLedger({ deliveries: [older, delivery] });
  const decision = acceptEcho(ledger, delivery, arriving(v(150), 'P'), NOW);
  expect(decision.ledger.changes).toEqual([]);
  expect(decision.ledger.deliveries).toStrictEqual([older, delivery]);
});

test('L7: the echo of what is confirmed and erased causes nothing', () => {
  const delivery = applied(v(100), 'P', 110);
  const ledger = plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(100), 'P', 110) });
  const decision = acceptEcho(ledger, delivery, justAfter(111), NOW);
  expect(decision).toStrictEqual({ ledger, effects: [] });
});

test('L7: after its echo a delivery is recognised again, as often as the echo comes', () => {
  const delivery = published(v(100), 'P');
  let ledger = plainLedger({ deliveries: [delivery] });
  for (const seconds of [150, 151, 152]) {
    const echo = arriving(v(seconds), 'P');
    expect(recognise(ledger, echo, LIMITS)).toStrictEqual({ kind: 'echo', of: delivery });
    ledger = acceptEcho(ledger, delivery, echo, NOW).ledger;
  }
  expect(ledger.changes).toEqual([]);
});

test('L6: an echo of an older password than the confirmed one, before that one was proven, causes nothing', () => {
  const older = superseded(v(100), 'P');
  const ledger = plainLedger({ deliveries: [older], confirmed: confirmedByCapture(v(120), 'Q') });
  expect(acceptEcho(ledger, older, arriving(v(119), 'P'), NOW)).toStrictEqual({ ledger, effects: [] });
  expect(acceptEcho(ledger, older, arriving(v(120), 'P'), NOW)).toStrictEqual({ ledger, effects: [] });
});

test('L6: an echo of an older password after a newer capture delivers the newest there again, its source included', () => {
  const older = superseded(v(100), 'P');
  const known = { changes: [captured(v(120), 'Q')], confirmed: confirmedByCapture(v(120), 'Q') };
  expect(acceptEcho(plainLedger({ ...known, deliveries: [older] }), older, justAfter(120), NOW)).toStrictEqual({
    ledger: plainLedger({
      ...known,
      deliveries: [
        { ...older, overwrote: true },
        published(v(120), 'Q', { firstPublishedAt: at(200), lastPublishedAt: at(200) }),
      ],
    }),
    effects: [
      { kind: 'restore-wanted', version: v(120) },
      { kind: 'publish', version: v(120) },
    ],
  });
});

test('L6: an echo is judged by the version that its delivery stands for', () => {
  const raised = published(v(100), 'P', { covers: v(130) });
  const ledger = plainLedger({ deliveries: [raised], confirmed: confirmedByCapture(v(120), 'Q') });
  const { effects } = acceptEcho(ledger, raised, justAfter(120), NOW);
  expect(effects).toStrictEqual([{ kind: 'make-current', version: v(100), as: v(130) }]);
});

test('L4: where the target wants the old password, an echo that overwrote the newest brings it to be named', () => {
  const older = applied(v(100), 'P', 110, { covers: v(105) });
  const ledger = provingLedger({ deliveries: [older], confirmed: confirmedByCapture(v(120), 'Q') });
  const decision = acceptEcho(ledger, older, justAfter(120), NOW);
  expect(decision.effects).toStrictEqual([
    { kind: 'keep-captured', version: v(100) },
    { kind: 'restore-wanted', version: v(120) },
    { kind: 'publish', version: v(120) },
  ]);
  expect(deliveryAfter(decision, v(100))).toStrictEqual({ ...older, holdsPassword: true, overwrote: true });
  expect(deliveryAfter(decision, v(120))).toMatchObject({ oldPasswordOf: v(100), namedOldFingerprint: 'P' });
});

test('L4: an echoed password that is kept still need not be kept anew', () => {
  const older = superseded(v(100), 'P', { unresolved: false });
  const ledger = provingLedger({ deliveries: [older], confirmed: confirmedByCapture(v(120), 'Q') });
  expect(acceptEcho(ledger, older, justAfter(120), NOW).effects).toStrictEqual([
    { kind: 'restore-wanted', version: v(120) },
    { kind: 'publish', version: v(120) },
  ]);
});

// What is outdated

/** Confirmed for version 100, and raised since to stand for version 150; it was proven at 101. */
const raisedSince = confirmedByDelivery(v(150), 'Q', 101);

test('L6: an outdated change from before the confirmed password was proven causes nothing', () => {
  const ledger = plainLedger({ confirmed: raisedSince });
  for (const seconds of [99, 101]) {
    expect(acceptOutdated(ledger, arriving(v(seconds), 'P'), NOW)).toStrictEqual({ ledger, effects: [] });
  }
});

test('L6: an outdated change from after the confirmed password was proven has overwritten it: that goes out again', () => {
  const stands = applied(v(100), 'Q', 101, { covers: v(150) });
  const ledger = plainLedger({ deliveries: [stands], confirmed: raisedSince });
  expect(acceptOutdated(ledger, justAfter(101), NOW)).toStrictEqual({
    ledger: plainLedger({
      deliveries: [
        {
          ...stands,
          state: 'published',
          unresolved: true,
          holdsPassword: true,
          revision: 2,
          lastPublishedAt: at(200),
          disprovedOld: [],
        },
      ],
      confirmed: raisedSince,
    }),
    effects: [
      { kind: 'restore-wanted', version: v(100) },
      { kind: 'publish', version: v(100) },
    ],
  });
});

test('L6: an outdated change to the very password that is confirmed, or where none is, causes nothing', () => {
  const same = plainLedger({ confirmed: { ...raisedSince, fingerprint: 'P' } });
  expect(acceptOutdated(same, arriving(v(120), 'P'), NOW)).toStrictEqual({ ledger: same, effects: [] });
  const none = plainLedger({ changes: [captured(v(150), 'Q')] });
  expect(acceptOutdated(none, arriving(v(120), 'P'), NOW)).toStrictEqual({ ledger: none, effects: [] });
});

test('L4: where the target wants the old password, an outdated one that overwrote is kept as a superseded delivery', () => {
  const confirmed = confirmedByDelivery(v(150), 'Q', 101);
  const other = superseded(v(90), 'O', { unresolved: false });
  const decision = acceptOutdated(provingLedger({ deliveries: [other], confirmed }), arriving(v(120), 'P'), NOW);
  expect(decision.effects).toStrictEqual([
    { kind: 'keep-captured', version: v(120) },
    { kind: 'restore-wanted', version: v(150) },
    { kind: 'publish', version: v(150) },
  ]);
  expect(decision.ledger).toStrictEqual(
    provingLedger({
      deliveries: [
        other,
        heldBack(v(120), 'P', { state: 'superseded', overwrote: true }),
        published(v(150), 'Q', {
          firstPublishedAt: at(200),
          lastPublishedAt: at(200),
          oldPasswordOf: v(120),
          namedOldFingerprint: 'P',
        }),
      ],
      confirmed,
    }),
  );
});

test('L6: an outdated change that is known already causes nothing again', () => {
  const confirmed = confirmedByDelivery(v(150), 'Q', 101);
  const once = acceptOutdated(provingLedger({ confirmed }), arriving(v(120), 'P'), NOW).ledger;
  expect(acceptOutdated(once, arriving(v(120), 'P'), NOW)).toStrictEqual({ ledger: once, effects: [] });
});

// A proof

test('L9: a proven delivery becomes current as the version that it stands for, and stays as it is', () => {
  const delivery = superseded(v(100), 'P', { covers: v(105), unresolved: false, maybeApplied: true });
  const ledger = plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(105), 'P', 102) });
  expect(confirmByProof(ledger, delivery, at(150))).toStrictEqual({
    ledger: plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(105), 'P', 150) }),
    effects: [{ kind: 'make-current', version: v(100), as: v(105) }],
  });
});

test('L9: the proof of something older than what is confirmed, or of what is erased, changes nothing', () => {
  const delivery = superseded(v(100), 'P');
  const newer = plainLedger({ deliveries: [delivery], confirmed: confirmedByDelivery(v(101), 'Q', 102) });
  expect(confirmByProof(newer, delivery, at(150))).toStrictEqual({ ledger: newer, effects: [] });
  const erased = { ...delivery, holdsPassword: false };
  const ledger = plainLedger({ deliveries: [erased] });
  expect(confirmByProof(ledger, erased, at(150))).toStrictEqual({ ledger, effects: [] });
});
