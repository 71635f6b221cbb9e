import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import {
  checkMac,
  checkSignature,
  deriveMacKey,
  MAC_HEADER,
  macRecord,
  SIGNATURE_HEADER,
  SIGNER_HEADER,
  signerOf,
  signRecord,
  type AuthenticatedRecord,
} from './message-authentication.ts';
import { generateKey } from './random.ts';
import { NotAuthenticError } from './secrets.errors.ts';
import { generateSigningKey } from './signing-key.ts';

const RECORD: AuthenticatedRecord = {
  topic: 'windows-to-external',
  key: 'corp\\ann',
  value: Buffer.from('{"account":"CORP\\\\Ann"}'),
  headers: {
    ce_id: '018f6f2e-7a10-4c3e-9b1d-5f0c2a7e4d11',
    ce_type: 'org.entsync.windows-password-changed.v1',
    ce_source: '/entsync/dc1',
    ce_time: '2027-01-15T08:00:00.123Z',
    ce_subject: 'CORP%5CAnn',
  },
};

const SIGNING = generateSigningKey();
const SHARED = generateKey();

const withHeaders = (record: AuthenticatedRecord, headers: AuthenticatedRecord['headers']): AuthenticatedRecord => ({
  ...record,
  headers: { ...record.headers, ...headers },
});

const signed = withHeaders(RECORD, signRecord('dc1', SIGNING, RECORD));
const proven = withHeaders(RECORD, macRecord(SHARED, RECORD));

/** As a consumer gets it. */
const inBytes = (record: AuthenticatedRecord): AuthenticatedRecord => ({
  ...record,
  key: record.key === null ? null : Buffer.from(record.key),
  headers: Object.fromEntries(
    Object.entries(record.headers).map(([name, value]) => [name, value === undefined ? undefined : Buffer.from(value)]),
  ),
});

const CHANGES: ReadonlyArray<readonly [what: string, change: (record: AuthenticatedRecord) => AuthenticatedRecord]> = [
  ['topic', (record) => ({ ...record, topic: 'external-to-windows-full' })],
  ['key', (record) => ({ ...record, key: 'corp\\bob' })],
  ['key, which is missing', (record) => ({ ...record, key: null })],
  ['value', (record) => ({ ...record, value: Buffer.from('{"account":"CORP\\\\Bob"}') })],
  ['value, which is missing', (record) => ({ ...record, value: null })],
  ['ce_id', (record) => withHeaders(record, { ce_id: '018f6f2e-7a10-4c3e-9b1d-5f0c2a7e4d12' })],
  ['ce_type', (record) => withHeaders(record, { ce_type: 'org.entsync.windows-password-changed.v2' })],
  ['ce_source', (record) => withHeaders(record, { ce_source: '/entsync/dc2' })],
  ['ce_time', (record) => withHeaders(record, { ce_time: '2027-01-15T08:00:00.124Z' })],
  ['signer', (record) => withHeaders(record, { [SIGNER_HEADER]: 'dc2' })],
  ['border between topic and key', (record) => ({ ...record, topic: 'windows-to-externalc', key: 'orp\\ann' })],
];

const refusal = (reason: string): unknown => expect.objectContaining({ code: 'ENTSYNC_NOT_AUTHENTIC', reason });

test('a signed record is its signer’s word, in text and in bytes', () => {
  expect(signerOf(signed)).toBe('dc1');
  expect(() => checkSignature(SIGNING, signed)).not.toThrow();
  expect(() => checkSignature(SIGNING, inBytes(signed))).not.toThrow();
});

test.each(CHANGES)('a signed record is refused with another %s', (_what, change) => {
  expect(() => checkSignature(SIGNING, change(inBytes(signed)))).toThrow(refusal('wrong'));
});

test('a header that says nothing by itself may change on the way', () => {
  expect(() => checkSignature(SIGNING, withHeaders(signed, { traceparent: '00-1-2-01' }))).not.toThrow();
});

test('a record is refused that somebody else has signed, or nobody', () => {
  expect(() => checkSignature(generateSigningKey(), signed)).toThrow(refusal('wrong'));
  expect(() => checkSignature(SIGNING, RECORD)).toThrow(refusal('missing'));
  expect(signerOf(RECORD)).toBeUndefined();
});

test.each(['', '!', 'AAAA'])('%j is no signature', (text) => {
  const reason = 'wrong';
  expect(() => checkSignature(SIGNING, withHeaders(signed, { [SIGNATURE_HEADER]: text }))).toThrow(refusal(reason));
});

test('a record with a MAC is proven to whoever shares the key, in text and in bytes', () => {
  expect(() => checkMac(SHARED, proven)).not.toThrow();
  expect(() => checkMac(SHARED, inBytes(proven))).not.toThrow();
});

test.each(CHANGES)('a record with a MAC is refused with another %s', (_what, change) => {
  expect(() => checkMac(SHARED, change(inBytes(proven)))).toThrow(refusal('wrong'));
});

test('a record is refused whose MAC was made with another key, or is missing', () => {
  expect(() => checkMac(generateKey(), proven)).toThrow(refusal('wrong'));
  expect(() => checkMac(SHARED, RECORD)).toThrow(refusal('missing'));
});

test.each(['', 'AAAA', Buffer.alloc(32).toString('base64')])('%j is no MAC', (text) => {
  expect(() => checkMac(SHARED, withHeaders(proven, { [MAC_HEADER]: text }))).toThrow(refusal('wrong'));
});

test('keys for different uses are different, and the same for the same use', () => {
  const bytesOf = (use: Parameters<typeof deriveMacKey>[1]): string =>
    deriveMacKey(SHARED, use).open((bytes) => Buffer.from(bytes).toString('hex'));
  const uses = (['outcome', 'delivery', 'router-answer'] as const).map(bytesOf);
  expect(new Set([...uses, SHARED.open((bytes) => Buffer.from(bytes).toString('hex'))]).size).toBe(4);
  expect(bytesOf('outcome')).toBe(uses[0]);
  expect(deriveMacKey(SHARED, 'outcome').byteLength).toBe(32);
});

test('an outcome is not proven by the key of a delivery', () => {
  const outcome = withHeaders(RECORD, macRecord(deriveMacKey(SHARED, 'outcome'), RECORD));
  expect(() => checkMac(deriveMacKey(SHARED, 'outcome'), outcome)).not.toThrow();
  expect(() => checkMac(deriveMacKey(SHARED, 'delivery'), outcome)).toThrow(refusal('wrong'));
});

test('a refusal tells neither the key nor the MAC that would be right', async () => {
  const error = await rejectionOf(() => checkMac(SHARED, withHeaders(proven, { [MAC_HEADER]: 'AAAA' })));
  expect(error).toBeInstanceOf(NotAuthenticError);
  const text = everythingIn(error);
  const right = Buffer.from(String(proven.headers[MAC_HEADER]), 'base64');
  for (const trace of [...tracesOf(right), ...SHARED.open((bytes) => tracesOf(bytes))])
    expect(text).not.toContain(trace);
});
