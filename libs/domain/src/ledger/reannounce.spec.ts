import { expect, test } from 'vitest';

import {
  applied,
  confirmedByDelivery,
  ended,
  heldBack,
  parked,
  plainLedger,
  published,
  superseded,
  v,
} from '../../test/ledger-builders.ts';
import { reannounce } from './reannounce.ts';

test('a record that is read again makes the store say again what is superseded and what is owed, in that order', () => {
  const deliveries = [
    superseded(v(10), 'P'),
    superseded(v(20), 'Q', { revision: 2 }),
    published(v(30), 'R', { revision: 4 }),
    published(v(40), 'S'),
  ];
  expect(reannounce(plainLedger({ deliveries }))).toStrictEqual([
    { kind: 'announce-superseded', version: v(20), revision: 2 },
    { kind: 'publish', version: v(30) },
    { kind: 'publish', version: v(40) },
  ]);
});

test('nothing is said again about what is over, parked or held back', () => {
  const deliveries = [
    applied(v(10), 'P', 11),
    ended('refused', v(20), 'Q'),
    ended('expired', v(30), 'R'),
    ended('withdrawn', v(40), 'S'),
    superseded(v(50), 'T', { unresolved: false }),
    parked(v(60), 'U', 'account-missing'),
    heldBack(v(70), 'V'),
  ];
  const confirmed = confirmedByDelivery(v(10), 'P', 11);
  expect(reannounce(plainLedger({ deliveries, confirmed }))).toStrictEqual([]);
});
