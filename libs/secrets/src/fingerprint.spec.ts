import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { fingerprintOf } from './fingerprint.ts';
import { generateKey } from './random.ts';

const KEY = new Secret(Uint8Array.from({ length: 32 }, (_none, index) => index));
const ANN = { system: 'hr-ldap', account: 'uid=ann' };
const print = (account = ANN, password = 'pässword', key = KEY): string =>
  fingerprintOf(key, account, Secret.ofText(password));

test('L11: a fingerprint lies in the database: it must never come out differently', () => {
  expect(print()).toBe('Inh2onieTfny3N5TIXI3BWhlPFNIgXatMaN6cxOBzII=');
});

test('L11: two fingerprints are equal where account and password are', () => {
  expect(print()).toBe(print());
});

test.each([
  ['password', print(ANN, 'pässwort')],
  ['account', print({ ...ANN, account: 'uid=bob' })],
  ['case of the account', print({ ...ANN, account: 'uid=Ann' })],
  ['system', print({ ...ANN, system: 'mail' })],
  ['key', print(ANN, 'pässword', generateKey())],
  ['border between system and account', print({ system: 'hr-ldapu', account: 'id=ann' })],
  ['border between account and password', print({ ...ANN, account: 'uid=annp' }, 'ässword')],
])('L11: another %s makes another fingerprint', (_what, other) => {
  expect(other).not.toBe(print());
});
