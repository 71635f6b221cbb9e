import { Secret } from '@entsync/domain';
import {
  checkSignature,
  generateRecipientKey,
  generateSigningKey,
  importVerifyingKey,
  openCapture,
  signerOf,
} from '@entsync/secrets';
import { decodeMessage, windowsPasswordChangedV1 } from '@entsync/contracts';
import { describe, expect, it } from 'vitest';

import { sealAnnouncement } from './seal-announcement.ts';

const CANARY = 'Canary-7ß';

const STAMP = {
  origin: '0b9d1c1e-5c3f-4a53-9d0e-6f1f0e6f4a11',
  sequence: 7,
  capturedAt: 1_700_000_000_000_000,
  clockOffset: 12,
};

async function make(oldPassword?: string) {
  const announcement = {
    account: 'CORP\\ann',
    newPassword: Secret.ofText(CANARY),
    ...(oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) }),
  };
  const parties = { identity: { principal: 'cli', signing }, recipient: store };
  const { trackingId, message } = await sealAnnouncement(announcement, STAMP, parties);
  return { trackingId, ...message };
}

const signing = generateSigningKey();
const store = await generateRecipientKey();
const textOf = (secret: Secret | undefined): string | undefined =>
  secret?.open((bytes) => new TextDecoder().decode(bytes));

describe('sealAnnouncement', () => {
  it('makes a message that the catalogue knows, under the key of its account', async () => {
    const message = await make();
    const { id, source, data } = decodeMessage([windowsPasswordChangedV1], { ...message, key: null });
    expect({ topic: message.topic, key: message.key, id, source }).toEqual({
      topic: 'windows-to-external',
      key: 'corp\\ann',
      id: message.trackingId,
      source: '/entsync/cli',
    });
    expect(data).toMatchObject({ account: 'CORP\\ann', ...STAMP });
  });

  it('is signed by whoever announces it', async () => {
    const message = await make();
    expect(signerOf(message)).toBe('cli');
    expect(() => checkSignature(importVerifyingKey(signing.publicKey), message)).not.toThrow();
  });

  it('can be opened by the store, in its own context only', async () => {
    const { data } = decodeMessage([windowsPasswordChangedV1], { ...(await make('old')), key: null });
    const box = Buffer.from(data.sealed, 'base64');
    const opened = await openCapture([store], { system: 'windows', ...data }, box);
    expect([textOf(opened.newPassword), textOf(opened.oldPassword)]).toEqual([CANARY, 'old']);
    await expect(openCapture([store], { system: 'windows', ...data, account: 'CORP\\bob' }, box)).rejects.toThrow(
      'another account',
    );
  });

  it('does not hold the password anywhere in clear', async () => {
    const { value, headers } = await make();
    const all = `${value?.toString('latin1') ?? ''}${JSON.stringify(headers)}`;
    for (const form of [
      CANARY,
      Buffer.from(CANARY).toString('latin1'),
      Buffer.from(CANARY).toString('base64').slice(0, 8),
    ])
      expect(all).not.toContain(form);
  });
});
