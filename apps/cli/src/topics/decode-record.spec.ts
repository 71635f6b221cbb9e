import { encodeMessage, stopDeliveryV1, WINDOWS_TO_EXTERNAL, windowsPasswordChangedV1 } from '@entsync/contracts';
import { describe, expect, it } from 'vitest';

import { concealSealed } from './conceal-sealed.ts';
import { decodeRecord } from './decode-record.ts';
import { renderRecord } from './render-record.ts';

const plain = { paint: (_tone: string, text: string): string => text };
const SEALED = Buffer.alloc(310, 7).toString('base64');
const ID = '11111111-2222-4333-8444-555555555555';

const announced = encodeMessage(windowsPasswordChangedV1, {
  id: ID,
  source: '/entsync/cli',
  time: new Date(0),
  data: { account: 'CORP\\ann', origin: ID, sequence: 1, capturedAt: 5, clockOffset: 0, sealed: SEALED },
});

const place = { topic: WINDOWS_TO_EXTERNAL, partition: 3, offset: 17, appendedAt: 1_000_000, isReplay: false };
const record = {
  ...place,
  key: Buffer.from(announced.key),
  value: announced.value,
  headers: { ...announced.headers, entsync_signer: 'cli' },
};

describe('decodeRecord', () => {
  it('reads a message by its type, and shows what is sealed as that', () => {
    expect(decodeRecord(record)).toMatchObject({
      type: 'windows-password-changed.v1',
      id: ID,
      key: 'corp\\ann',
      signer: 'cli',
      data: { account: 'CORP\\ann', sealed: '[sealed, 310 bytes]' },
      problem: null,
    });
  });

  it('knows the other messages too', () => {
    const version = { time: 1, origin: ID, sequence: 1 };
    const stop = encodeMessage(stopDeliveryV1, {
      id: ID,
      source: '/entsync/store',
      time: new Date(0),
      data: { adapter: 'hr', account: 'ann', trackingId: ID, version, revision: 1, because: 'withdrawn' as const },
    });
    const decoded = decodeRecord({ ...place, key: Buffer.from(stop.key), value: stop.value, headers: stop.headers });
    expect(decoded).toMatchObject({ type: 'stop-delivery.v1', data: { because: 'withdrawn' } });
  });

  it('does not show what is no message, for it could hold a password in clear', () => {
    const decoded = decodeRecord({ ...record, value: Buffer.from('{"account":"ann","password":"s3cret"}') });
    expect(decoded).toMatchObject({ type: null, data: null, problem: expect.stringContaining('schema') as string });
    expect(JSON.stringify(decoded) + renderRecord(decoded, plain)).not.toContain('s3cret');
  });

  it('tells a record that takes another back', () => {
    expect(decodeRecord({ ...record, value: null })).toMatchObject({ problem: 'removed', bytes: 0 });
  });
});

describe('concealSealed', () => {
  it('finds what is sealed at every depth', () => {
    expect(
      concealSealed({ kind: 'adapter', login: 'AAAA', epochs: [{ id: ID, sealed: 'AAAA' }], link: 'AA==' }),
    ).toEqual({
      kind: 'adapter',
      login: '[sealed, 3 bytes]',
      epochs: [{ id: ID, sealed: '[sealed, 3 bytes]' }],
      link: '[sealed, 1 bytes]',
    });
  });
});

describe('renderRecord', () => {
  it('shows place, type, key and signer, then what it says', () => {
    const [head, says] = renderRecord(decodeRecord(record), plain).split('\n');
    expect(head).toContain('windows-to-external/3@17  windows-password-changed.v1  corp\\ann  signed by cli');
    expect(says).toMatch(/^ {4}account=CORP\\ann origin=.* sealed=\[sealed, 310 bytes]$/);
  });
});
