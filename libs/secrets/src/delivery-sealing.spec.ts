import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { openDelivery, sealDelivery, type DeliveryContext } from './delivery-sealing.ts';
import { generateKey } from './random.ts';
import { CannotOpenError } from './secrets.errors.ts';

const EPOCH_KEY = generateKey();
const NEW = 'canary-new-Tr0ub4dor';
const OLD = 'canary-old-ß€𝄞';

const CONTEXT: DeliveryContext = {
  adapter: 'hr-ldap',
  account: 'uid=ann',
  version: { time: 1_800_000_000_000_000, origin: '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b', sequence: 7 },
  revision: 2,
  epoch: '3b9e0c44-5a21-4d7f-9c08-6e1f2a3b4c5d',
  publishedAt: 1_800_000_005_000_000,
  expiresAt: 1_800_086_400_000_000,
};

const textOf = (secret: Secret | undefined): string | undefined =>
  secret?.open((bytes) => Buffer.from(bytes).toString());

const seal = (context = CONTEXT, password = NEW): Uint8Array =>
  sealDelivery(EPOCH_KEY, context, { newPassword: Secret.ofText(password) });

test('a delivery opens to the passwords that were sealed', () => {
  const passwords = { newPassword: Secret.ofText(NEW), oldPassword: Secret.ofText(OLD) };
  const opened = openDelivery(EPOCH_KEY, CONTEXT, sealDelivery(EPOCH_KEY, CONTEXT, passwords));
  expect([textOf(opened.newPassword), textOf(opened.oldPassword)]).toEqual([NEW, OLD]);
});

test('a delivery without an old password opens without one', () => {
  const { newPassword, oldPassword } = openDelivery(EPOCH_KEY, CONTEXT, seal());
  expect(textOf(newPassword)).toBe(NEW);
  expect(oldPassword).toBeUndefined();
});

const otherVersion = (also: Partial<DeliveryContext['version']>): Partial<DeliveryContext> => ({
  version: { ...CONTEXT.version, ...also },
});

test.each<readonly [what: string, other: Partial<DeliveryContext>]>([
  ['adapter', { adapter: 'hr-ldap-2' }],
  ['account', { account: 'uid=Ann' }],
  ['version time', otherVersion({ time: CONTEXT.version.time + 1 })],
  ['version origin', otherVersion({ origin: '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6c' })],
  ['version sequence', otherVersion({ sequence: 8 })],
  ['revision', { revision: 3 }],
  ['epoch', { epoch: '3b9e0c44-5a21-4d7f-9c08-6e1f2a3b4c5e' }],
  ['time of publication', { publishedAt: CONTEXT.publishedAt + 1 }],
  ['age limit', { expiresAt: CONTEXT.expiresAt + 1 }],
  ['border between adapter and account', { adapter: 'hr-ldapu', account: 'id=ann' }],
])('a delivery does not open for another %s', (_what, other) => {
  expect(() => openDelivery(EPOCH_KEY, { ...CONTEXT, ...other }, seal())).toThrow(
    expect.objectContaining({ code: 'ENTSYNC_CANNOT_OPEN', reason: 'not-authentic' }),
  );
});

test('a delivery does not open under another epoch key', () => {
  expect(() => openDelivery(generateKey(), CONTEXT, seal())).toThrow(CannotOpenError);
});

test.each([0, 12, -1])('a delivery whose byte %i was changed does not open', (at) => {
  const sealed = Buffer.from(seal());
  const index = at < 0 ? sealed.length + at : at;
  sealed[index] = sealed[index]! ^ 1;
  expect(() => openDelivery(EPOCH_KEY, CONTEXT, sealed)).toThrow(expect.objectContaining({ reason: 'not-authentic' }));
});

test.each([0, 12, 28])('%i bytes are no delivery', (length) => {
  expect(() => openDelivery(EPOCH_KEY, CONTEXT, seal().subarray(0, length))).toThrow(
    expect.objectContaining({ reason: 'malformed' }),
  );
});

test('how long a usual password is cannot be told from its delivery', () => {
  const lengths = [0, 1, 14, 128, 250].map((length) => seal(CONTEXT, 'x'.repeat(length)).byteLength);
  expect(new Set(lengths)).toEqual(new Set([12 + 256 + 16]));
  expect(seal(CONTEXT, 'x'.repeat(251)).byteLength).toBe(12 + 512 + 16);
});

test('the same delivery is sealed differently each time', () => {
  expect(Buffer.from(seal()).equals(seal())).toBe(false);
});

test('no error of opening tells the password or the epoch key', async () => {
  const error = await rejectionOf(() => openDelivery(EPOCH_KEY, { ...CONTEXT, revision: 9 }, seal()));
  const text = everythingIn(error);
  const traces = [...tracesOf(NEW), ...EPOCH_KEY.open((bytes) => tracesOf(bytes))];
  for (const trace of traces) expect(text).not.toContain(trace);
});
