import { expect, test } from 'vitest';

import {
  confirmedByDelivery,
  plainLedger,
  provingLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { nameOldPassword } from './name-old-password.ts';

const confirmed = confirmedByDelivery(v(10), 'stored', 11);

/** Its attempt ended without anybody knowing how. */
const doubtful = (seconds: number, fingerprint: string) =>
  superseded(v(seconds), fingerprint, { unresolved: false, maybeApplied: true });

/** It was applied over a newer password. */
const overwriting = (seconds: number, fingerprint: string) =>
  superseded(v(seconds), fingerprint, { unresolved: false, overwrote: true });

test('L4: a target that does not ask for the old password is told none', () => {
  const ledger = plainLedger({ confirmed, deliveries: [doubtful(20, 'Q')] });
  expect(nameOldPassword(ledger, published(v(30), 'R'))).toStrictEqual({});
});

test('L4: the old password is the stored one', () => {
  expect(nameOldPassword(provingLedger({ confirmed }))).toStrictEqual({ namedOldFingerprint: 'stored' });
});

test('L4: where nothing is stored or kept there is no old password to name', () => {
  expect(nameOldPassword(provingLedger())).toStrictEqual({});
  expect(nameOldPassword(provingLedger({ deliveries: [superseded(v(20), 'Q')] }))).toStrictEqual({});
});

test('L4: what is known to have overwritten the stored one comes before it', () => {
  const ledger = provingLedger({ confirmed, deliveries: [overwriting(5, 'O'), doubtful(20, 'Q')] });
  expect(nameOldPassword(ledger, published(v(30), 'R'))).toStrictEqual({
    oldPasswordOf: v(5),
    namedOldFingerprint: 'O',
  });
});

test('L4: the stored one comes before those of attempts whose end nobody knows', () => {
  const ledger = provingLedger({ confirmed, deliveries: [doubtful(20, 'Q')] });
  expect(nameOldPassword(ledger, published(v(30), 'R'))).toStrictEqual({ namedOldFingerprint: 'stored' });
});

test('L4: what the target has said to be wrong is not named again: first the stored one, then the newest doubt', () => {
  const ledger = provingLedger({ confirmed, deliveries: [doubtful(15, 'O'), doubtful(20, 'Q')] });
  const wrong = (...disprovedOld: string[]) => published(v(30), 'R', { disprovedOld });
  expect(nameOldPassword(ledger, wrong('stored'))).toStrictEqual({ oldPasswordOf: v(20), namedOldFingerprint: 'Q' });
  expect(nameOldPassword(ledger, wrong('stored', 'Q'))).toStrictEqual({
    oldPasswordOf: v(15),
    namedOldFingerprint: 'O',
  });
  expect(nameOldPassword(ledger, wrong('stored', 'Q', 'O'))).toStrictEqual({});
});

test('L4: of several that overwrote, the newest comes first', () => {
  const ledger = provingLedger({ confirmed, deliveries: [overwriting(5, 'O'), overwriting(6, 'N')] });
  expect(nameOldPassword(ledger, published(v(30), 'R'))).toMatchObject({ oldPasswordOf: v(6) });
});

test('L4: without a stored password the doubtful one is named', () => {
  const ledger = provingLedger({ deliveries: [doubtful(20, 'Q')] });
  expect(nameOldPassword(ledger)).toStrictEqual({ oldPasswordOf: v(20), namedOldFingerprint: 'Q' });
});

test('L4: only a password that is still kept can be named', () => {
  const erased = { ...doubtful(20, 'Q'), holdsPassword: false };
  expect(nameOldPassword(provingLedger({ deliveries: [erased] }))).toStrictEqual({});
});

test('L4: a delivery names no newer one and not itself', () => {
  const itself = doubtful(20, 'Q');
  const ledger = provingLedger({ deliveries: [itself, doubtful(30, 'R')] });
  expect(nameOldPassword(ledger, itself)).toStrictEqual({});
});

test('L4: what is older is told by the versions themselves, whatever they stand for', () => {
  const older = { ...doubtful(20, 'Q'), covers: v(40) };
  const newer = doubtful(45, 'R');
  const ledger = provingLedger({ deliveries: [older, newer] });
  expect(nameOldPassword(ledger, published(v(30), 'S', { covers: v(50) }))).toMatchObject({ oldPasswordOf: v(20) });
});

test('L4: a new delivery may name any that is kept', () => {
  const ledger = provingLedger({ deliveries: [doubtful(20, 'Q'), doubtful(30, 'R')] });
  expect(nameOldPassword(ledger)).toStrictEqual({ oldPasswordOf: v(30), namedOldFingerprint: 'R' });
});
