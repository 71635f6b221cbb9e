import { expect, test } from 'vitest';

import {
  applied,
  arriving,
  at,
  captured,
  confirmedByCapture,
  confirmedByDelivery,
  heldBack,
  laterBy,
  LIMITS,
  plainLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import type { AccountLedger } from './account-ledger.ts';
import { recognise } from './recognise.ts';

const NEWS = { kind: 'news' };

const asNews = (ledger: AccountLedger, ...change: Parameters<typeof arriving>): void =>
  expect(recognise(ledger, arriving(...change), LIMITS)).toStrictEqual(NEWS);

test('the first change of an account is news', () => {
  asNews(plainLedger(), v(10), 'P');
});

// L7: echoes

/** Published at 11 s. */
const unresolved = published(v(10), 'P');
/** Published at 11 s; its last attempt ended at 20 s. */
const resolved = applied(v(10), 'P', 19);

test('L7: an echo is recognised any number of times while an attempt is unresolved', () => {
  const ledger = plainLedger({ deliveries: [unresolved] });
  for (const seconds of [11, 12, 3_600, 86_400, 864_000]) {
    expect(recognise(ledger, arriving(v(seconds), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: unresolved });
  }
});

test('L7: the window of an echo opens with the first publication, and not a microsecond before', () => {
  const republished = published(v(10), 'P', { lastPublishedAt: at(300), revision: 3 });
  const ledger = plainLedger({ deliveries: [republished] });
  expect(recognise(ledger, arriving(v(11), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: republished });
  asNews(ledger, laterBy(-1, v(11)), 'P');
});

test('L7: the window of an echo closes a second after the last outcome', () => {
  const ledger = plainLedger({ deliveries: [resolved] });
  expect(recognise(ledger, arriving(v(20), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: resolved });
  expect(recognise(ledger, arriving(v(21), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: resolved });
  asNews(ledger, laterBy(1, v(21)), 'P');
});

test('L7: an attempt that may have taken effect until its not-after keeps the window open until then', () => {
  const doubtful = superseded(v(10), 'P', {
    unresolved: false,
    maybeApplied: true,
    lastOutcomeAt: at(20),
    maybeAppliedUntil: at(60),
  });
  const ledger = plainLedger({ deliveries: [doubtful] });
  expect(recognise(ledger, arriving(v(61), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: doubtful });
  asNews(ledger, laterBy(1, v(61)), 'P');
});

test('L7: an outcome after that not-after keeps the window open until the outcome', () => {
  const tried = superseded(v(10), 'P', { unresolved: false, lastOutcomeAt: at(90), maybeAppliedUntil: at(60) });
  const ledger = plainLedger({ deliveries: [tried] });
  expect(recognise(ledger, arriving(v(91), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: tried });
  asNews(ledger, laterBy(1, v(91)), 'P');
});

test('L7: a delivery of which no attempt ever ended has no echo once it is resolved', () => {
  const neverSent = superseded(v(10), 'P', { unresolved: false });
  asNews(plainLedger({ deliveries: [neverSent] }), v(11), 'P');
});

test('L7: a delivery that was never published has no echo', () => {
  asNews(plainLedger({ deliveries: [heldBack(v(10), 'P', { unresolved: true })] }), v(11), 'P');
});

test('L7: another password is no echo', () => {
  asNews(plainLedger({ deliveries: [unresolved] }), v(12), 'Q');
});

test('L7: of several deliveries of the same password the last one is echoed', () => {
  const again = published(v(30), 'P');
  const ledger = plainLedger({ deliveries: [superseded(v(10), 'P'), published(v(20), 'Q'), again] });
  expect(recognise(ledger, arriving(v(31), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: again });
});

test('L7: an echo is recognised even if something newer is known, and before it could be a duplicate', () => {
  const ledger = plainLedger({
    changes: [captured(v(5), 'P')],
    deliveries: [unresolved],
    confirmed: confirmedByDelivery(v(100), 'Q', 101),
  });
  expect(recognise(ledger, arriving(v(12), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: unresolved });
});

test('L7: a different capture later than the outcome closes the window for what follows it', () => {
  const ledger = plainLedger({ changes: [captured(laterBy(1, v(20)), 'Q')], deliveries: [resolved] });
  asNews(ledger, laterBy(2, v(20)), 'P');
});

test('L7: a different capture at the very time of the outcome, or before it, closes nothing', () => {
  for (const seconds of [12, 20]) {
    const ledger = plainLedger({ changes: [captured(v(seconds), 'Q')], deliveries: [resolved] });
    expect(recognise(ledger, arriving(laterBy(1, v(20)), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: resolved });
  }
});

test('L7: a different capture does not close the window for what happened before it', () => {
  const ledger = plainLedger({ changes: [captured(laterBy(500, v(20)), 'Q')], deliveries: [resolved] });
  expect(recognise(ledger, arriving(laterBy(499, v(20)), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: resolved });
});

test('L7: a different capture closes the window from its own time on, and not from that of its duplicate', () => {
  const changes = [captured(laterBy(1, v(20)), 'Q', { covers: laterBy(900, v(20)) })];
  const ledger = plainLedger({ changes, deliveries: [resolved] });
  expect(recognise(ledger, arriving(laterBy(500, v(20)), 'P'), LIMITS)).toMatchObject({ kind: 'outdated' });
});

test('L7: a capture of the same password closes nothing', () => {
  const ledger = plainLedger({ changes: [captured(laterBy(1, v(20)), 'P')], deliveries: [resolved] });
  expect(recognise(ledger, arriving(laterBy(2, v(20)), 'P'), LIMITS)).toStrictEqual({ kind: 'echo', of: resolved });
});

test('L7: while an attempt is unresolved no capture closes the window', () => {
  const ledger = plainLedger({ changes: [captured(v(30), 'Q')], deliveries: [superseded(v(10), 'P')] });
  expect(recognise(ledger, arriving(v(31), 'P'), LIMITS)).toMatchObject({ kind: 'echo' });
});

test('L7: any one of several captures closes the window', () => {
  const changes = [captured(laterBy(1, v(20)), 'Q'), captured(laterBy(2, v(20)), 'P')];
  asNews(plainLedger({ changes, deliveries: [resolved] }), laterBy(3, v(20)), 'P');
});

// What is outdated

test('a change older than the latest recorded one is outdated by what that one stands for', () => {
  const ledger = plainLedger({ changes: [captured(v(10), 'P', { covers: v(50) })] });
  expect(recognise(ledger, arriving(laterBy(-1, v(50)), 'Q'), LIMITS)).toStrictEqual({ kind: 'outdated', by: v(50) });
  asNews(ledger, v(50), 'Q');
});

test('a change older than the confirmed password is outdated by it', () => {
  const ledger = plainLedger({ changes: [captured(v(10), 'P')], confirmed: confirmedByDelivery(v(50), 'R', 52) });
  expect(recognise(ledger, arriving(laterBy(-1, v(50)), 'Q'), LIMITS)).toStrictEqual({ kind: 'outdated', by: v(50) });
  asNews(ledger, v(50), 'Q');
});

test('an older change is outdated even if it repeats the password in force', () => {
  const ledger = plainLedger({ changes: [captured(v(50), 'P')], confirmed: confirmedByCapture(v(50), 'P') });
  expect(recognise(ledger, arriving(v(49), 'P'), LIMITS)).toStrictEqual({ kind: 'outdated', by: v(50) });
});

test('a delivery that is only wanted makes no capture outdated', () => {
  asNews(plainLedger({ deliveries: [published(v(50), 'P')] }), v(40), 'Q');
});

// L8: duplicates

const first = captured(v(100), 'P');
const known = { changes: [first], confirmed: confirmedByCapture(v(100), 'P') };

test('L8: the same password again is a duplicate for ten minutes, and not a microsecond longer', () => {
  const ledger = plainLedger(known);
  expect(recognise(ledger, arriving(v(101), 'P'), LIMITS)).toStrictEqual({ kind: 'duplicate', of: first });
  expect(recognise(ledger, arriving(v(700), 'P'), LIMITS)).toStrictEqual({ kind: 'duplicate', of: first });
  asNews(ledger, laterBy(1, v(700)), 'P');
});

test('L8: the ten minutes run from the first change, whatever duplicates came since', () => {
  const raised = captured(v(100), 'P', { covers: v(650) });
  const ledger = plainLedger({ changes: [raised], confirmed: confirmedByCapture(v(650), 'P') });
  expect(recognise(ledger, arriving(v(700), 'P'), LIMITS)).toStrictEqual({ kind: 'duplicate', of: raised });
  asNews(ledger, laterBy(1, v(700)), 'P');
});

test('L8: another password is news', () => {
  asNews(plainLedger(known), v(101), 'Q');
});

test('L8: what repeats an earlier change than the latest is news', () => {
  const changes = [first, captured(v(150), 'Q')];
  asNews(plainLedger({ changes, confirmed: confirmedByDelivery(v(160), 'P', 161) }), v(200), 'P');
});

test('L8: the same password is news when another one is in force, or none is known to be', () => {
  asNews(plainLedger({ ...known, confirmed: confirmedByDelivery(v(150), 'Q', 151) }), v(200), 'P');
  asNews(plainLedger({ changes: [first] }), v(200), 'P');
});

test('L8: a change whose delivery was refused or parked damps nothing', () => {
  asNews(plainLedger({ ...known, changes: [captured(v(100), 'P', { unmet: true })] }), v(101), 'P');
});

test('L8: a password that only a delivery brought damps nothing', () => {
  asNews(plainLedger({ confirmed: confirmedByDelivery(v(100), 'P', 101) }), v(200), 'P');
});
