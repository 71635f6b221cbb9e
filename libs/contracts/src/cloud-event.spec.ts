import { expect, test } from 'vitest';

import { decodeMessage, encodeMessage, header, MAX_VALUE_BYTES } from './cloud-event.ts';
import { MalformedMessageError, type MalformedReason } from './malformed-message.error.ts';
import { messageType, type RawRecord } from './message.ts';
import { stopDeliveryV1, type StopDeliveryV1 } from './messages/stop-delivery.ts';

const DATA: StopDeliveryV1 = {
  adapter: 'HR-LDAP',
  account: 'uid=Jürgen, ou=people',
  trackingId: '018f6f2e-7a10-4c3e-9b1d-5f0c2a7e4d11',
  version: { time: 1_800_000_000_000_000, origin: '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b', sequence: 7 },
  revision: 1,
  because: 'superseded',
};

const ENVELOPE = {
  id: DATA.trackingId,
  source: '/entsync/store',
  time: new Date('2027-01-15T08:00:00.123Z'),
  traceparent: '00-018f6f2e7a104c3e9b1d5f0c2a7e4d11-9b1d5f0c2a7e4d11-01',
  data: DATA,
};

const CANARY = 'canary-Tr0ub4dor';

/** As a consumer gets it: headers and key in bytes. */
function received(also: Partial<RawRecord> = {}): RawRecord {
  const { key, value, headers } = encodeMessage(stopDeliveryV1, ENVELOPE);
  const inBytes = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]));
  return { key: Buffer.from(key), value, headers: inBytes, ...also };
}

const withHeader = (name: string, value: string | undefined): RawRecord =>
  received({ headers: { ...received().headers, [name]: value } });

function refusalOf(record: RawRecord): MalformedMessageError {
  try {
    decodeMessage([stopDeliveryV1], record);
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
  throw new Error('it was decoded');
}

test('a message travels in CloudEvents binary mode: attributes in headers, the data alone in the value', () => {
  const { key, value, headers } = encodeMessage(stopDeliveryV1, ENVELOPE);
  expect(headers).toStrictEqual({
    ce_specversion: '1.0',
    ce_id: DATA.trackingId,
    ce_type: 'org.entsync.stop-delivery.v1',
    ce_source: '/entsync/store',
    ce_time: '2027-01-15T08:00:00.123Z',
    ce_subject: 'hr-ldap%2Fuid%3Dj%C3%BCrgen%2C%20ou%3Dpeople',
    'content-type': 'application/json',
    traceparent: ENVELOPE.traceparent,
  });
  expect(JSON.parse(value.toString())).toStrictEqual(DATA);
  expect(key).toBe('hr-ldap/uid=jürgen, ou=people');
});

test('a message that is read again is the one that was written', () => {
  expect(decodeMessage([stopDeliveryV1], received())).toStrictEqual({ ...ENVELOPE, type: messageType(stopDeliveryV1) });
});

test('a message without trace context has no such header, and none when it is read', () => {
  const { traceparent: _none, ...untraced } = ENVELOPE;
  expect(encodeMessage(stopDeliveryV1, untraced).headers).not.toHaveProperty('traceparent');
  expect(decodeMessage([stopDeliveryV1], withHeader('traceparent', undefined))).not.toHaveProperty('traceparent');
});

test('headers are read as text and as bytes', () => {
  const { headers } = encodeMessage(stopDeliveryV1, ENVELOPE);
  expect(decodeMessage([stopDeliveryV1], received({ headers })).source).toBe('/entsync/store');
  expect(header({ headers: { a: Buffer.from('é') } }, 'a')).toBe('é');
  expect(header({ headers: {} }, 'a')).toBeUndefined();
});

test.each(['ce_type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_time'])('a record without %s is refused', (name) => {
  for (const value of [undefined, '']) {
    expect(refusalOf(withHeader(name, value))).toMatchObject({ reason: 'header-missing', detail: `no header ${name}` });
  }
});

test.each<readonly [what: string, record: RawRecord, reason: MalformedReason]>([
  ['another version of CloudEvents', withHeader('ce_specversion', '2.0'), 'unknown-version'],
  ['a message that does not belong here', withHeader('ce_type', `org.entsync.${CANARY}.v1`), 'unknown-type'],
  ['the next version of a message', withHeader('ce_type', 'org.entsync.stop-delivery.v2'), 'unknown-type'],
  ['a time that is none', withHeader('ce_time', CANARY), 'header-invalid'],
  ['no value', received({ value: null }), 'value-missing'],
  ['an empty value', received({ value: Buffer.alloc(0) }), 'not-json'],
  ['a value that is no JSON', received({ value: Buffer.from(`{"password":"${CANARY}`) }), 'not-json'],
  ['a value that is no UTF-8', received({ value: Buffer.from([0x22, 0xff, 0x22]) }), 'not-json'],
  ['a value beyond what is read', received({ value: Buffer.alloc(MAX_VALUE_BYTES + 1, ' ') }), 'oversized'],
])('%s is refused, and nothing of it is repeated', (_what, record, reason) => {
  const refusal = refusalOf(record);
  expect(refusal).toMatchObject({ code: 'ENTSYNC_MESSAGE_MALFORMED', name: 'MalformedMessageError', reason });
  expect(`${refusal.message}${JSON.stringify(refusal)}`).not.toContain(CANARY);
  expect(refusal.cause).toBeUndefined();
});

test('of many wrong fields five are named', () => {
  const { detail } = refusalOf(received({ value: Buffer.from('{}') }));
  expect(detail.split('; ')).toHaveLength(5);
});
