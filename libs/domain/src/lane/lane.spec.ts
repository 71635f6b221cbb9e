import { expect, test } from 'vitest';

import { edition, failedKnown, failedUnknown, inFlight, laneThatWants, named } from '../../test/lane-builders.ts';
import { at } from '../../test/ledger-builders.ts';
import { IllegalLaneMoveError } from './lane-states.ts';
import {
  compareEditions,
  dispatch,
  EMPTY_LANE,
  endAttempt,
  expire,
  forbid,
  isReady,
  offer,
  readyAt,
  settle,
  withdrawEdition,
  type Lane,
} from './lane.ts';

// Editions

test('an edition is ordered by its version, then by its revision', () => {
  expect(compareEditions(named(10, 9), named(20, 1))).toBeLessThan(0);
  expect(compareEditions(named(20, 1), named(10, 9))).toBeGreaterThan(0);
  expect(compareEditions(named(10, 1), named(10, 2))).toBeLessThan(0);
  expect(compareEditions(named(10, 2), named(10, 1))).toBeGreaterThan(0);
  expect(compareEditions(named(10, 2), named(10, 2))).toBe(0);
});

// Offer

test('an empty lane is idle, and takes what it is offered', () => {
  expect(EMPTY_LANE).toStrictEqual({ state: 'idle' });
  expect(offer(EMPTY_LANE, edition(10))).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...edition(10), attempts: 0 } },
  });
});

test('a lane keeps of an offer only what names it and its age limit', () => {
  const sealed = { ...edition(10), ciphertext: 'x' };
  expect(offer(EMPTY_LANE, sealed).lane.wanted).toStrictEqual({ ...edition(10), attempts: 0 });
});

test('a newer version replaces one that has not left, and the store is told that the older one was never sent', () => {
  expect(offer(laneThatWants(10), edition(20))).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...edition(20), attempts: 0 } },
    neverSent: named(10),
  });
});

test('the same edition again, and an older one, change nothing', () => {
  const lane = laneThatWants(20, 2);
  expect(offer(lane, edition(20, 2))).toStrictEqual({ lane });
  expect(offer(lane, edition(20, 1))).toStrictEqual({ lane });
  expect(offer(lane, edition(10, 9))).toStrictEqual({ lane });
  expect(offer(lane, edition(10, 9)).lane).toBe(lane);
});

test('a next revision takes the place of the last one with its own age limit; nothing was lost by it', () => {
  const next = { ...edition(10, 2), expiresAt: at(99_999) };
  expect(offer(laneThatWants(10), next)).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...next, attempts: 0 } },
  });
});

test('a next revision inherits the attempts, the wait and the doubt of the last one', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedUnknown('retry', 15));
  expect(offer(lane, edition(10, 2))).toStrictEqual({
    lane: {
      state: 'retrying',
      wanted: { ...edition(10, 2), attempts: 1, retryAt: at(15), maybeAppliedUntil: at(60) },
      quietUntil: at(60),
    },
  });
});

test('a newer version does not inherit the wait of the older one, whose doubt the store is told', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const known = endAttempt(sent, 'd1', failedKnown('retry', 15)).lane;
  expect(offer(known, edition(20))).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...edition(20), attempts: 0 } },
    neverSent: named(10),
  });
  const unknown = endAttempt(sent, 'd1', failedUnknown('retry', 15)).lane;
  expect(offer(unknown, edition(20))).toStrictEqual({
    lane: { state: 'retrying', wanted: { ...edition(20), attempts: 0 }, quietUntil: at(60) },
    neverSent: { ...named(10), maybeAppliedUntil: at(60) },
  });
});

test('a newer version waits behind what is in flight, about which nothing is said before it ends', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(offer(sent, edition(20))).toStrictEqual({
    lane: { state: 'dispatched', wanted: { ...edition(20), attempts: 0 }, inFlight: sent.inFlight },
  });
});

test('of what waits behind a dispatch only the newest stays, and the store is told of the other', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const behind = offer(sent, edition(20)).lane;
  expect(offer(behind, edition(30))).toStrictEqual({
    lane: { state: 'dispatched', wanted: { ...edition(30), attempts: 0 }, inFlight: sent.inFlight },
    neverSent: named(20),
  });
});

test('L2: a next revision of what is in flight waits behind it', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(offer(sent, edition(10, 2))).toStrictEqual({
    lane: { state: 'dispatched', wanted: { ...edition(10, 2), attempts: 1 }, inFlight: sent.inFlight },
  });
});

// Forbid: the floor

test('L6: what waits and is not above the floor is dropped, and the store is told', () => {
  expect(forbid(laneThatWants(10, 2), named(10, 2))).toStrictEqual({
    lane: { state: 'idle', floor: named(10, 2) },
    neverSent: named(10, 2),
  });
  expect(forbid(laneThatWants(10, 2), named(20))).toStrictEqual({
    lane: { state: 'idle', floor: named(20) },
    neverSent: named(10, 2),
  });
});

test('L6: what is above the floor stays, be it only a revision', () => {
  const wanted = laneThatWants(10, 2);
  expect(forbid(wanted, named(10, 1))).toStrictEqual({ lane: { ...wanted, floor: named(10, 1) } });
  expect(forbid(wanted, named(5, 9))).toStrictEqual({ lane: { ...wanted, floor: named(5, 9) } });
});

test('L6: what is not above the floor is not taken any more, and answered at once', () => {
  const { lane } = forbid(EMPTY_LANE, named(20, 2));
  expect(lane).toStrictEqual({ state: 'idle', floor: named(20, 2) });
  expect(offer(lane, edition(20, 2))).toStrictEqual({ lane, neverSent: named(20, 2) });
  expect(offer(lane, edition(10, 7))).toStrictEqual({ lane, neverSent: named(10, 7) });
  expect(offer(lane, edition(20, 3))).toStrictEqual({
    lane: { state: 'waiting', floor: named(20, 2), wanted: { ...edition(20, 3), attempts: 0 } },
  });
});

test('L6: a floor is never lowered', () => {
  const { lane } = forbid(EMPTY_LANE, named(20, 2));
  expect(forbid(lane, named(20, 1)).lane.floor).toStrictEqual(named(20, 2));
  expect(forbid(lane, named(10, 9)).lane.floor).toStrictEqual(named(20, 2));
  expect(forbid(lane, named(20, 3)).lane.floor).toStrictEqual(named(20, 3));
});

test('a floor keeps nothing but the edition', () => {
  expect(forbid(EMPTY_LANE, edition(20)).lane).toStrictEqual({ state: 'idle', floor: named(20) });
});

test('what is in flight and forbidden goes on: the store is told when it ends, and a replay of it is not answered', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const decision = forbid(sent, named(10));
  expect(decision).toStrictEqual({
    lane: { state: 'dispatched', floor: named(10), inFlight: sent.inFlight },
  });
  expect(offer(decision.lane, edition(10))).toStrictEqual({ lane: decision.lane });
  expect(offer(decision.lane, edition(5))).toStrictEqual({ lane: decision.lane, neverSent: named(5) });
});

test('what waits behind a dispatch and is forbidden is dropped, and the store is told', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const behind = offer(sent, edition(20)).lane;
  expect(forbid(behind, named(20))).toStrictEqual({
    lane: { state: 'dispatched', floor: named(20), inFlight: sent.inFlight },
    neverSent: named(20),
  });
});

test('what is forbidden while it waits for another attempt is answered with its doubt', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedUnknown('retry', 15));
  expect(forbid(lane, named(10))).toStrictEqual({
    lane: { state: 'idle', floor: named(10), quietUntil: at(60) },
    neverSent: { ...named(10), maybeAppliedUntil: at(60) },
  });
});

// Withdraw

test('what is withdrawn before it left is dropped and answered once', () => {
  for (const wanted of [laneThatWants(10, 2), laneThatWants(10, 1)]) {
    expect(withdrawEdition(wanted, named(10, 2))).toStrictEqual({ lane: { state: 'idle' }, neverSent: named(10, 2) });
  }
});

test('what is withdrawn and not known here is answered all the same', () => {
  expect(withdrawEdition(EMPTY_LANE, edition(10))).toStrictEqual({ lane: EMPTY_LANE, neverSent: named(10) });
});

test('withdrawing a delivery forbids nothing else: an older one may become the newest again', () => {
  const { lane } = withdrawEdition(settle(laneThatWants(20), named(10), 'd1').lane, named(20));
  expect(lane).toStrictEqual({ state: 'idle', floor: named(10) });
  expect(offer(lane, edition(10, 2)).lane.wanted).toStrictEqual({ ...edition(10, 2), attempts: 0 });
});

test('a later revision than the withdrawn one stays, and the withdrawn one is answered', () => {
  const later = laneThatWants(10, 3);
  expect(withdrawEdition(later, named(10, 2))).toStrictEqual({ lane: later, neverSent: named(10, 2) });
});

test('what is withdrawn while it is in flight is not answered before it ends, and then once', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane, neverSent } = withdrawEdition(sent, edition(10));
  expect(neverSent).toBeUndefined();
  expect(lane).toStrictEqual({ state: 'dispatched', inFlight: sent.inFlight, takenBack: named(10) });
  expect(endAttempt(lane, 'd1', failedKnown('retry', 15))).toStrictEqual({
    lane: { state: 'idle', takenBack: named(10) },
    neverSent: named(10),
  });
});

test('what was taken back is not sent again when it is offered again, neither in flight nor afterwards', () => {
  const { lane } = withdrawEdition(inFlight(laneThatWants(10), 'd1', 60), named(10));
  expect(offer(lane, edition(10))).toStrictEqual({ lane });
  const after = endAttempt(lane, 'd1', failedKnown('retry', 15)).lane;
  expect(offer(after, edition(10))).toStrictEqual({ lane: after });
});

test('a later revision that is withdrawn is answered when the earlier one that is in flight has ended', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(10, 2)).lane;
  const { lane } = withdrawEdition(behind, named(10, 2));
  expect(lane).toStrictEqual({ state: 'dispatched', inFlight: behind.inFlight, takenBack: named(10, 2) });
  expect(endAttempt(lane, 'd1', failedKnown('retry', 15)).neverSent).toStrictEqual(named(10, 2));
  expect(endAttempt(lane, 'd1', failedUnknown('lapse', 15)).neverSent).toStrictEqual({
    ...named(10, 2),
    maybeAppliedUntil: at(60),
  });
});

test('what is withdrawn while it is in flight is answered as well when it was applied after all', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(10, 2)).lane;
  const { lane } = withdrawEdition(behind, named(10, 2));
  expect(settle(lane, named(10), 'd1')).toStrictEqual({
    lane: { state: 'idle', floor: named(10), takenBack: named(10, 2) },
    neverSent: named(10, 2),
  });
  expect(settle(lane, named(10), 'd0')).toStrictEqual({ lane: { ...lane, floor: named(10) } });
});

test('a newer version that waits behind a dispatch stays when what is in flight is withdrawn', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(20)).lane;
  const { lane, neverSent } = withdrawEdition(behind, named(10));
  expect(neverSent).toBeUndefined();
  expect(lane).toStrictEqual({ ...behind, takenBack: named(10) });
  expect(endAttempt(lane, 'd1', failedKnown('retry', 15))).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...edition(20), attempts: 0 }, takenBack: named(10) },
    neverSent: named(10),
  });
});

test('what waits behind a dispatch of another version and is withdrawn is dropped and answered at once', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(20)).lane;
  expect(withdrawEdition(behind, named(20))).toStrictEqual({
    lane: { state: 'dispatched', inFlight: behind.inFlight },
    neverSent: named(20),
  });
});

test('what was taken back is answered for with its own attempt only: the next one is not', () => {
  const { lane } = withdrawEdition(inFlight(laneThatWants(10), 'd1', 60), named(10));
  const again = offer(lane, edition(10, 2)).lane;
  expect(again).toStrictEqual({ ...lane, wanted: { ...edition(10, 2), attempts: 0 } });
  const next = endAttempt(again, 'd1', failedKnown('retry', 15));
  expect(next).toStrictEqual({
    lane: { state: 'retrying', wanted: { ...edition(10, 2), attempts: 0, retryAt: at(15) }, takenBack: named(10) },
  });
  expect(settle(inFlight(next.lane, 'd2', 120), named(10, 2), 'd2').neverSent).toBeUndefined();
});

test('the answer about what is withdrawn says until when an attempt may still take effect', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const released = endAttempt(sent, 'd1', failedUnknown('release', 15)).lane;
  expect(withdrawEdition(released, named(10))).toStrictEqual({
    lane: { state: 'idle', quietUntil: at(60), takenBack: named(10) },
    neverSent: { ...named(10), maybeAppliedUntil: at(60) },
  });
});

test('the answer about what is withdrawn tells of an earlier attempt in doubt, though the last one certainly failed', () => {
  const first = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('retry', 15)).lane;
  const second = endAttempt(inFlight(first, 'd2', 120), 'd2', failedKnown('retry', 130)).lane;
  expect(withdrawEdition(second, named(10))).toStrictEqual({
    lane: { state: 'idle' },
    neverSent: { ...named(10), maybeAppliedUntil: at(60) },
  });
});

test('a newer edition stays when an older one is withdrawn, which is answered', () => {
  expect(withdrawEdition(laneThatWants(20), named(10))).toStrictEqual({
    lane: laneThatWants(20),
    neverSent: named(10),
  });
});

// Ready

test('a lane is ready when it wants something, nothing is in flight, and its waits are over', () => {
  expect(isReady(EMPTY_LANE, at(10))).toBe(false);
  expect(readyAt(EMPTY_LANE)).toBe(0);
  expect(isReady(laneThatWants(10), at(10))).toBe(true);
  expect(readyAt(laneThatWants(10))).toBe(0);
  expect(isReady(inFlight(laneThatWants(10), 'd1', 60), at(99))).toBe(false);
});

test('a lane that retries is ready from the retry time on', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedKnown('retry', 90));
  expect(readyAt(lane)).toBe(at(90));
  expect(isReady(lane, at(90) - 1)).toBe(false);
  expect(isReady(lane, at(90))).toBe(true);
});

test('a lane keeps quiet until the not-after of an attempt whose end is not known, even if it may retry before', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedUnknown('retry', 15));
  expect(readyAt(lane)).toBe(at(60));
  expect(isReady(lane, at(60) - 1)).toBe(false);
  expect(isReady(lane, at(60))).toBe(true);
  const later = endAttempt(sent, 'd1', failedUnknown('retry', 90)).lane;
  expect(readyAt(later)).toBe(at(90));
});

// Dispatch

test('what leaves is named by its dispatch, counts an attempt, and ends the waits', () => {
  const first = inFlight(laneThatWants(10, 2), 'd1', 60);
  expect(first).toStrictEqual({
    state: 'dispatched',
    wanted: { ...edition(10, 2), attempts: 1 },
    inFlight: { ...named(10, 2), dispatchId: 'd1', attempt: 1, notAfter: at(60) },
  });
  const { lane } = endAttempt(first, 'd1', failedUnknown('retry', 15));
  expect(inFlight(lane, 'd2', 120)).toStrictEqual({
    state: 'dispatched',
    wanted: { ...edition(10, 2), attempts: 2, maybeAppliedUntil: at(60) },
    inFlight: { ...named(10, 2), dispatchId: 'd2', attempt: 2, notAfter: at(120), maybeAppliedUntil: at(60) },
  });
});

test('nothing leaves an idle lane, and nothing leaves while something is in flight', () => {
  expect(() => dispatch(EMPTY_LANE, 'd1', at(60))).toThrow(new IllegalLaneMoveError('idle', 'dispatch'));
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(() => dispatch(sent, 'd2', at(60))).toThrow(new IllegalLaneMoveError('dispatched', 'dispatch', 'dispatched'));
});

// Settle

test('an applied edition ends its attempt and is not sent again', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane, neverSent } = settle(sent, named(10), 'd1');
  expect(lane).toStrictEqual({ state: 'idle', floor: named(10) });
  expect(neverSent).toBeUndefined();
});

test('an applied edition lets the newer one leave that waits behind it', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const behind = offer(sent, edition(20)).lane;
  expect(settle(behind, named(10), 'd1')).toStrictEqual({
    lane: { state: 'waiting', floor: named(10), wanted: { ...edition(20), attempts: 0 } },
  });
});

test('an applied edition settles the lane whatever dispatch it names, but only its own dispatch ends the attempt', () => {
  const again = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('lapse', 15)).lane;
  expect(settle(again, named(10), 'd1').lane).toStrictEqual({
    state: 'idle',
    floor: named(10),
    quietUntil: at(60),
  });
  const second = inFlight(again, 'd2', 120);
  expect(settle(second, named(10), 'd1').lane).toStrictEqual({
    state: 'dispatched',
    floor: named(10),
    inFlight: second.inFlight,
  });
});

test('an applied edition settles older ones too, and neither a later revision nor a newer version', () => {
  expect(settle(laneThatWants(10, 9), named(20), 'd1').lane).toStrictEqual({ state: 'idle', floor: named(20) });
  const later = laneThatWants(10, 2);
  expect(settle(later, named(10, 1), 'd1').lane).toStrictEqual({ ...later, floor: named(10, 1) });
  const newer = laneThatWants(20);
  expect(settle(newer, named(10), 'd1').lane).toStrictEqual({ ...newer, floor: named(10) });
});

test('what was applied late to an idle lane raises the floor, and never lowers it', () => {
  const { lane } = forbid(EMPTY_LANE, named(20));
  expect(settle(lane, named(10), 'd1').lane).toStrictEqual(lane);
  expect(settle(lane, named(30), 'd1').lane).toStrictEqual({ state: 'idle', floor: named(30) });
});

// The end of an attempt

test.each(['retry', 'lapse'] as const)('after a %s the same edition may leave again, not before its time', (event) => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(endAttempt(sent, 'd1', failedKnown(event, 15))).toStrictEqual({
    lane: { state: 'retrying', wanted: { ...edition(10), attempts: 1, retryAt: at(15) } },
  });
});

test.each(['retry', 'lapse'] as const)('after a %s with an unknown end the doubt is kept with the edition', (event) => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(endAttempt(sent, 'd1', failedUnknown(event, 15))).toStrictEqual({
    lane: {
      state: 'retrying',
      wanted: { ...edition(10), attempts: 1, retryAt: at(15), maybeAppliedUntil: at(60) },
      quietUntil: at(60),
    },
  });
});

test('a later attempt whose end is known takes nothing back from the doubt about the first one', () => {
  const first = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('lapse', 15)).lane;
  const second = endAttempt(inFlight(first, 'd2', 120), 'd2', failedKnown('retry', 130)).lane;
  expect(second).toStrictEqual({
    state: 'retrying',
    wanted: { ...edition(10), attempts: 2, retryAt: at(130), maybeAppliedUntil: at(60) },
  });
  expect(offer(second, edition(20)).neverSent).toStrictEqual({ ...named(10), maybeAppliedUntil: at(60) });
});

test('L2: a released edition leaves the lane: the store must decide', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  expect(endAttempt(sent, 'd1', failedKnown('release', 15))).toStrictEqual({
    lane: { state: 'idle', takenBack: named(10) },
  });
});

test('L2: what was released is not sent again before its next revision, however often it is offered', () => {
  const { lane } = endAttempt(inFlight(laneThatWants(10, 2), 'd1', 60), 'd1', failedKnown('release', 15));
  for (const again of [edition(10, 1), edition(10, 2)]) expect(offer(lane, again)).toStrictEqual({ lane });
  const next = offer(lane, edition(10, 3)).lane;
  const after = endAttempt(inFlight(next, 'd2', 120), 'd2', failedKnown('release', 15)).lane;
  for (const again of [edition(10, 2), edition(10, 3)]) expect(offer(after, again)).toStrictEqual({ lane: after });
});

test('L2: a release keeps no other delivery from the account, be it an older one', () => {
  const { lane } = endAttempt(inFlight(laneThatWants(20), 'd1', 60), 'd1', failedKnown('release', 15));
  for (const other of [edition(10, 2), edition(30)]) {
    expect(offer(lane, other).lane.wanted).toStrictEqual({ ...other, attempts: 0 });
  }
});

test('L2: the end of another delivery answers for that one, not for what was released before', () => {
  const { lane } = endAttempt(inFlight(laneThatWants(20), 'd1', 60), 'd1', failedKnown('release', 15));
  const older = inFlight(offer(lane, edition(10, 2)).lane, 'd2', 120);
  expect(settle(older, named(10, 2), 'd2').neverSent).toBeUndefined();
  const outrun = offer(older, edition(30)).lane;
  expect(endAttempt(outrun, 'd2', failedKnown('retry', 130)).neverSent).toStrictEqual(named(10, 2));
});

test('L2: the release of an earlier revision frees no later one that the store has taken back', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(10, 2)).lane;
  const taken = offer(withdrawEdition(behind, named(10, 2)).lane, edition(10, 3)).lane;
  expect(endAttempt(taken, 'd1', failedKnown('release', 15)).lane).toStrictEqual({
    state: 'waiting',
    wanted: { ...edition(10, 3), attempts: 0 },
    takenBack: named(10, 2),
  });
});

test('L2: a released edition may be offered again in its next revision', () => {
  const { lane } = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedKnown('release', 15));
  expect(offer(lane, edition(10, 2)).lane).toStrictEqual({
    state: 'waiting',
    wanted: { ...edition(10, 2), attempts: 0 },
    takenBack: named(10),
  });
});

test('L2: what the store has decided already stays when the revision before it is released', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const behind = offer(sent, edition(10, 2)).lane;
  expect(endAttempt(behind, 'd1', failedKnown('release', 15))).toStrictEqual({
    lane: { state: 'waiting', wanted: { ...edition(10, 2), attempts: 1 }, takenBack: named(10) },
  });
  expect(endAttempt(behind, 'd1', failedUnknown('release', 15))).toStrictEqual({
    lane: {
      state: 'retrying',
      wanted: { ...edition(10, 2), attempts: 1 },
      quietUntil: at(60),
      takenBack: named(10),
    },
  });
});

test('after a release with an unknown end nothing new leaves before the not-after', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedUnknown('release', 15));
  expect(lane).toStrictEqual({ state: 'idle', quietUntil: at(60), takenBack: named(10) });
  const next = offer(lane, edition(20)).lane;
  expect(next).toStrictEqual({ ...lane, state: 'retrying', wanted: { ...edition(20), attempts: 0 } });
  expect(isReady(next, at(60) - 1)).toBe(false);
  expect(isReady(next, at(60))).toBe(true);
});

test.each(['retry', 'release', 'lapse'] as const)(
  'after a %s of what a newer one has outrun the newer one may leave at once, and the store is told',
  (event) => {
    const behind = offer(inFlight(laneThatWants(10, 2), 'd1', 60), edition(20)).lane;
    expect(endAttempt(behind, 'd1', failedKnown(event, 15))).toStrictEqual({
      lane: { state: 'waiting', wanted: { ...edition(20), attempts: 0 } },
      neverSent: named(10, 2),
    });
  },
);

test.each(['retry', 'release', 'lapse'] as const)(
  'after a %s with an unknown end of what was outrun the newer one waits for the not-after',
  (event) => {
    const behind = offer(inFlight(laneThatWants(10, 2), 'd1', 60), edition(20)).lane;
    expect(endAttempt(behind, 'd1', failedUnknown(event, 15))).toStrictEqual({
      lane: { state: 'retrying', wanted: { ...edition(20), attempts: 0 }, quietUntil: at(60) },
      neverSent: { ...named(10, 2), maybeAppliedUntil: at(60) },
    });
  },
);

test.each(['retry', 'release', 'lapse'] as const)(
  'L6: after a %s of what was forbidden in flight the lane is idle, and the store is told',
  (event) => {
    const forbidden = forbid(inFlight(laneThatWants(10), 'd1', 60), named(10)).lane;
    expect(endAttempt(forbidden, 'd1', failedKnown(event, 15))).toStrictEqual({
      lane: { state: 'idle', floor: named(10) },
      neverSent: named(10),
    });
    expect(endAttempt(forbidden, 'd1', failedUnknown(event, 15))).toStrictEqual({
      lane: { state: 'idle', floor: named(10), quietUntil: at(60) },
      neverSent: { ...named(10), maybeAppliedUntil: at(60) },
    });
  },
);

test('an end that names another dispatch than the current one changes nothing', () => {
  const sent = inFlight(laneThatWants(10), 'd2', 60);
  expect(endAttempt(sent, 'd1', failedUnknown('retry', 15))).toStrictEqual({ lane: sent });
  const idle: Lane = { state: 'idle' };
  expect(endAttempt(idle, 'd1', failedUnknown('retry', 15))).toStrictEqual({ lane: idle });
});

test('L4: the store is told of an earlier attempt in doubt, though the last attempt certainly failed', () => {
  const first = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('lapse', 61)).lane;
  const second = inFlight(first, 'd2', 130);
  const told = { ...named(10), maybeAppliedUntil: at(60) };
  for (const outrun of [offer(second, edition(20)).lane, forbid(second, named(10)).lane]) {
    expect(endAttempt(outrun, 'd2', failedKnown('retry', 140)).neverSent).toStrictEqual(told);
  }
  expect(endAttempt(offer(second, edition(20)).lane, 'd2', failedUnknown('retry', 140)).neverSent).toStrictEqual({
    ...named(10),
    maybeAppliedUntil: at(130),
  });
});

test('L4: the store is told of an earlier attempt in doubt when the last one is released: the host tells of its own', () => {
  const first = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('lapse', 61)).lane;
  const second = inFlight(first, 'd2', 130);
  const told = { ...named(10), maybeAppliedUntil: at(60) };
  expect(endAttempt(second, 'd2', failedKnown('release', 140))).toStrictEqual({
    lane: { state: 'idle', takenBack: named(10) },
    neverSent: told,
  });
  const behind = offer(second, edition(10, 2)).lane;
  expect(endAttempt(behind, 'd2', failedKnown('release', 140))).toStrictEqual({
    lane: {
      state: 'waiting',
      wanted: { ...edition(10, 2), attempts: 2, maybeAppliedUntil: at(60) },
      takenBack: named(10),
    },
    neverSent: told,
  });
});

test('L6: the end of what was forbidden in flight answers for its later revisions that were forbidden as well', () => {
  const behind = offer(inFlight(laneThatWants(10), 'd1', 60), edition(10, 2)).lane;
  const forbidden = forbid(behind, named(10, 2)).lane;
  expect(endAttempt(forbidden, 'd1', failedKnown('retry', 15)).neverSent).toStrictEqual(named(10, 2));
  const taken = withdrawEdition(forbidden, named(10, 3)).lane;
  expect(endAttempt(taken, 'd1', failedKnown('retry', 15)).neverSent).toStrictEqual(named(10, 3));
  const takenEarlier = withdrawEdition(forbidden, named(10)).lane;
  expect(endAttempt(takenEarlier, 'd1', failedKnown('retry', 15)).neverSent).toStrictEqual(named(10, 2));
});

test('L6: the end of what was outrun answers for itself, whatever lower or newer floor there is', () => {
  const sent = inFlight(laneThatWants(10, 2), 'd1', 60);
  for (const floor of [named(5), named(10), named(20)]) {
    const outrun = offer(forbid(sent, floor).lane, edition(30)).lane;
    expect(endAttempt(outrun, 'd1', failedKnown('retry', 15)).neverSent).toStrictEqual(named(10, 2));
  }
});

// The age limit

test('L1: what waits is dropped at its age limit, and not a microsecond before', () => {
  const lane = laneThatWants(10);
  expect(expire(lane, at(86_410) - 1)).toBe(lane);
  expect(expire(lane, at(86_410))).toStrictEqual({ state: 'idle' });
  expect(expire(lane, at(86_411))).toStrictEqual({ state: 'idle' });
});

test('L1: what waits for another attempt is dropped at its age limit, and the quiet stays', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 60);
  const { lane } = endAttempt(sent, 'd1', failedUnknown('retry', 15));
  expect(expire(lane, at(86_410))).toStrictEqual({ state: 'idle', quietUntil: at(60) });
});

test('L1: what is in flight at its age limit ends by itself and is not tried again', () => {
  const sent = inFlight(laneThatWants(10), 'd1', 86_450);
  const lane = expire(sent, at(86_410));
  expect(lane).toStrictEqual({ state: 'dispatched', inFlight: sent.inFlight });
  expect(endAttempt(lane, 'd1', failedKnown('retry', 15))).toStrictEqual({
    lane: { state: 'idle' },
    neverSent: named(10),
  });
});

test('nothing expires in a lane that wants nothing', () => {
  expect(expire(EMPTY_LANE, at(999_999))).toBe(EMPTY_LANE);
});
