import { expect, test } from 'vitest';

import {
  applied,
  confirmedByDelivery,
  heldBack,
  plainLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { checkOldPassword } from './capture.ts';

const confirmed = confirmedByDelivery(v(100), 'stored', 101);

test('L9: the confirmed password is accepted', () => {
  expect(checkOldPassword(plainLedger({ confirmed }), 'stored')).toStrictEqual({ kind: 'confirmed' });
});

test('L9: any other password is a mismatch, and where nothing is stored that is said', () => {
  expect(checkOldPassword(plainLedger({ confirmed }), 'P')).toStrictEqual({ kind: 'mismatch' });
  expect(checkOldPassword(plainLedger(), 'P')).toStrictEqual({ kind: 'nothing-stored' });
});

test('L9: the password of an unresolved delivery is accepted, with or without a stored one', () => {
  const delivery = published(v(110), 'P');
  const proven = { kind: 'of-delivery', delivery };
  expect(checkOldPassword(plainLedger({ deliveries: [delivery], confirmed }), 'P')).toStrictEqual(proven);
  expect(checkOldPassword(plainLedger({ deliveries: [delivery] }), 'P')).toStrictEqual(proven);
});

test('L9: the password of a delivery that may have been applied is accepted', () => {
  const delivery = superseded(v(110), 'P', { unresolved: false, maybeApplied: true });
  const ledger = plainLedger({ deliveries: [delivery], confirmed });
  expect(checkOldPassword(ledger, 'P')).toStrictEqual({ kind: 'of-delivery', delivery });
});

test('L9: the password of a delivery that certainly is not there is not accepted', () => {
  for (const over of [
    superseded(v(110), 'P', { unresolved: false }),
    heldBack(v(110), 'P'),
    applied(v(110), 'P', 111),
  ]) {
    expect(checkOldPassword(plainLedger({ deliveries: [over], confirmed }), 'P')).toStrictEqual({ kind: 'mismatch' });
  }
});

test('L9: the password of a delivery that stands for something older than the confirmed one is not accepted', () => {
  const check = (covers: number) => {
    const delivery = superseded(v(50), 'P', { covers: v(covers) });
    return checkOldPassword(plainLedger({ deliveries: [delivery], confirmed }), 'P').kind;
  };
  expect(check(99)).toBe('mismatch');
  expect(check(100)).toBe('of-delivery');
});

test('L9: another password than that of the unresolved delivery is a mismatch', () => {
  const ledger = plainLedger({ deliveries: [published(v(110), 'P')], confirmed });
  expect(checkOldPassword(ledger, 'Q')).toStrictEqual({ kind: 'mismatch' });
});

test('L9: of several deliveries of the same password the last one is proven', () => {
  const last = published(v(120), 'P');
  const deliveries = [superseded(v(110), 'P'), last, published(v(130), 'Q')];
  expect(checkOldPassword(plainLedger({ deliveries }), 'P')).toStrictEqual({ kind: 'of-delivery', delivery: last });
});
