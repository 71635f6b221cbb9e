import { expect, test } from 'vitest';

import { edition, failedKnown, failedUnknown, inFlight, laneThatWants, named } from '../test/lane-builders.ts';
import {
  applied,
  arriving,
  at,
  confirmedByDelivery,
  deliveryAfter,
  ended,
  laterBy,
  LIMITS,
  momentAt,
  parked,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../test/ledger-builders.ts';
import { canonicalAccount } from './account-form.ts';
import { endAttempt, forbid, offer } from './lane/lane.ts';
import type { Decision } from './ledger/account-ledger.ts';
import { acceptCapture, acceptEcho } from './ledger/capture.ts';
import { enterDelivery } from './ledger/enter-delivery.ts';
import { recognise } from './ledger/recognise.ts';
import { settleOutcome } from './ledger/settle-outcome.ts';
import { releaseParked, sweep, withdraw } from './ledger/sweep.ts';

// Each of these fails: the code breaks a rule here. Once it does not, move the test beside its code.

const NOW = momentAt(200);
const unresolvedIn = ({ ledger }: Decision) => ledger.deliveries.filter((each) => each.unresolved);

test('L1: what was refused for good while it was parked is erased, and not published again', () => {
  const ledger = plainLedger({ deliveries: [parked(v(100), 'P', 'account-missing')] });
  const refusal = { kind: 'failed', version: v(100), revision: 1, failure: 'policy-refused', at: at(150) } as const;
  const refused = settleOutcome(ledger, refusal, NOW);
  expect(refused.effects).toStrictEqual([{ kind: 'erase', version: v(100) }]);
  expect(releaseParked(refused.ledger, at(300)).effects).toStrictEqual([]);
});

test('L3: what goes out again is the confirmed password, and not one that a withdrawn delivery brought', () => {
  const withdrawn = plainLedger({ deliveries: [ended('withdrawn', v(100), 'C')] });
  const late = { kind: 'applied', version: v(100), revision: 1, from: at(150), until: at(151) } as const;
  const brought = settleOutcome(withdrawn, late, NOW).ledger;
  const repeated = enterDelivery(brought, { version: v(120), fingerprint: 'C' }, at(200), LIMITS).ledger;
  const decision = acceptCapture(repeated, arriving(v(110), 'A'), NOW);
  const publications = decision.effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.version] : []));
  expect(publications.map((version) => deliveryAfter(decision, version).fingerprint)).toEqual(['A']);
});

test('L3: an applied outcome that comes a second time does not take back what goes out again since', () => {
  const [older, newest] = [superseded(v(90), 'O'), published(v(100), 'P')];
  const outcome = { kind: 'applied', version: v(100), revision: 1, from: at(150), until: at(151) } as const;
  const once = settleOutcome(plainLedger({ deliveries: [older, newest] }), outcome, NOW).ledger;
  const echo = arriving(laterBy(1, v(150)), 'O');
  const overwritten = acceptEcho(once, deliveryAfter({ ledger: once }, v(90)), echo, NOW);
  expect(deliveryAfter(overwritten, v(100))).toMatchObject({ state: 'published', revision: 2 });
  expect(settleOutcome(overwritten.ledger, outcome, momentAt(300))).toStrictEqual({
    ledger: overwritten.ledger,
    effects: [],
  });
});

test('L4: a capture that was overwritten and a parked delivery do not go out together', () => {
  const deliveries = [applied(v(10), 'O', 149), parked(v(110), 'N', 'old-password-wrong')];
  const ledger = provingLedger({ deliveries, confirmed: confirmedByDelivery(v(10), 'O', 149) });
  expect(unresolvedIn(acceptCapture(ledger, arriving(v(100), 'P'), NOW))).toHaveLength(1);
});

test('L4: what is released from parking waits while an attempt of another one is unresolved', () => {
  const deliveries = [parked(v(110), 'N', 'old-password-wrong'), published(v(100), 'P', { revision: 2 })];
  expect(unresolvedIn(releaseParked(provingLedger({ deliveries }), at(200)))).toHaveLength(1);
});

test.each([
  ['is withdrawn', withdraw(plainLedger({ deliveries: [published(v(100), 'P')] }), published(v(100), 'P'), at(200))],
  ['expires', sweep(plainLedger({ deliveries: [published(v(-86_250), 'P')] }), at(200), LIMITS)],
])('L7: an attempt that is in flight when its delivery %s may still echo', (_how, { ledger }) => {
  expect(recognise(ledger, arriving(v(201), 'P'), LIMITS)).toMatchObject({ kind: 'echo' });
});

test('L12: a space that is escaped at the end of a value does not escape the comma behind it', () => {
  const two = canonicalAccount('ldap-dn', 'cn=ann\\ ,dc=corp');
  const one = canonicalAccount('ldap-dn', 'cn=ann\\,dc=corp');
  expect(two).not.toBe(one);
});

test('L12: a comma behind an escaped backslash is a separator', () => {
  expect(canonicalAccount('ldap-dn', 'cn=ann\\\\, dc=corp')).toBe(canonicalAccount('ldap-dn', 'cn=ann\\\\,dc=corp'));
});

test('L4: the store is told of an earlier attempt in doubt, though the last attempt certainly failed', () => {
  const first = endAttempt(inFlight(laneThatWants(10), 'd1', 60), 'd1', failedUnknown('lapse', 61)).lane;
  const second = inFlight(first, 'd2', 130);
  const told = { ...named(10), maybeAppliedUntil: at(60) };
  for (const outrun of [offer(second, edition(20)).lane, forbid(second, named(10)).lane]) {
    expect(endAttempt(outrun, 'd2', failedKnown('retry', 140)).neverSent).toStrictEqual(told);
  }
});
