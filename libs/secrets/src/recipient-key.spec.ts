import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import {
  exportRecipientKey,
  generateRecipientKey,
  importRecipient,
  importRecipientKey,
  recipientKeyId,
} from './recipient-key.ts';
import { openBox, sealTo } from './sealed-box.ts';

test('a key id is the beginning of the SHA-256 of the public key', () => {
  // SHA-256 of 32 zero bytes begins with 66687aadf862bd77.
  expect(Buffer.from(recipientKeyId(new Uint8Array(32)), 'base64').toString('hex')).toBe('66687aadf862bd77');
});

test('what is sealed to a public key opens with the pair that was exported and imported', async () => {
  const pair = await generateRecipientKey();
  const imported = await importRecipientKey(await exportRecipientKey(pair));
  const recipient = await importRecipient(pair.publicKey);
  expect([imported.keyId, recipient.keyId]).toEqual([pair.keyId, pair.keyId]);
  const opened = await openBox([imported], 'router-link', await sealTo(recipient, 'router-link', Buffer.from('link')));
  expect(opened.open((bytes) => Buffer.from(bytes).toString())).toBe('link');
});

test('an export that is too short is refused', async () => {
  await expect(importRecipientKey(new Secret(new Uint8Array(40)))).rejects.toMatchObject({ name: 'DeserializeError' });
});

test('an imported pair is one: a public key of somebody else is refused', async () => {
  const [ours, theirs] = await Promise.all([generateRecipientKey(), generateRecipientKey()]);
  const exported = await exportRecipientKey(ours);
  const mixed = exported.open((bytes) => Buffer.concat([bytes.subarray(0, 32), theirs.publicKey]));
  const pair = await importRecipientKey(new Secret(new Uint8Array(mixed)));
  const box = await sealTo(pair, 'router-link', Buffer.from('link'));
  await expect(openBox([pair], 'router-link', box)).rejects.toMatchObject({ reason: 'not-authentic' });
});
