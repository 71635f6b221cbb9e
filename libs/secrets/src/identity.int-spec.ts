import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { loadIdentity, saveIdentity, type Identity } from './identity.ts';
import { writeKeyFile } from './key-file.ts';
import { generateRecipientKey } from './recipient-key.ts';
import { openBox, sealTo } from './sealed-box.ts';
import { generateSigningKey, importVerifyingKey } from './signing-key.ts';

const MESSAGE = new Uint8Array([1, 2, 3]);

test('an identity that was saved and loaded signs, opens and believes as before', async () => {
  const file = path.join(temporaryFolder(), 'host.json');
  const store = generateSigningKey();
  const identity: Identity = {
    principal: 'host-ldap-1',
    role: 'host',
    signing: generateSigningKey(),
    recipient: await generateRecipientKey(),
    store: importVerifyingKey(store.publicKey),
  };
  await saveIdentity(file, identity);
  const loaded = await loadIdentity(file);
  expect(loaded).toMatchObject({ principal: 'host-ldap-1', role: 'host' });
  expect(identity.signing.verify(MESSAGE, loaded.signing.sign(MESSAGE))).toBe(true);
  expect(loaded.store.verify(MESSAGE, store.sign(MESSAGE))).toBe(true);
  const box = await sealTo(identity.recipient!, 'service-login', MESSAGE);
  const opened = await openBox([loaded.recipient!], 'service-login', box);
  expect(opened.open((bytes) => [...bytes])).toEqual([1, 2, 3]);
});

test('an identity that nothing is sealed to has no recipient key', async () => {
  const file = path.join(temporaryFolder(), 'hook.json');
  const store = generateSigningKey();
  await saveIdentity(file, { principal: 'dc1', role: 'hook', signing: generateSigningKey(), store });
  expect(await loadIdentity(file)).not.toHaveProperty('recipient');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('of the store only the public key is saved', async () => {
  const file = path.join(temporaryFolder(), 'hook.json');
  const store = generateSigningKey();
  await saveIdentity(file, { principal: 'dc1', role: 'hook', signing: generateSigningKey(), store });
  const seed = store.export().open((bytes) => Buffer.from(bytes).toString('base64'));
  expect(readFileSync(file, 'utf8')).not.toContain(seed);
});

test.each([
  ['of another format', { format: 'entsync-identity-2' }],
  ['of an unknown role', { role: 'guest' }],
  ['without the store’s key', { storeKey: undefined }],
  ['whose signing key is cut off', { signingKey: Buffer.alloc(31, 'canary').toString('base64') }],
  ['whose recipient key is cut off', { recipientKey: Buffer.alloc(40, 'canary').toString('base64') }],
  ['whose store’s key is cut off', { storeKey: 'AAAA' }],
])('an identity %s is refused with the command that helps, and no key is told', async (_what, wrong) => {
  const file = path.join(temporaryFolder(), 'dc1.json');
  const base64 = (length: number): string => Buffer.alloc(length, 'canary').toString('base64');
  writeKeyFile(file, {
    format: 'entsync-identity-1',
    principal: 'dc1',
    role: 'hook',
    signingKey: base64(32),
    recipientKey: base64(64),
    storeKey: base64(32),
    ...wrong,
  });
  const error = await rejectionOf(() => loadIdentity(file));
  expect(error).toMatchObject({ code: 'ENTSYNC_KEY_FILE', file, message: expect.stringContaining('entsync enroll') });
  for (const trace of tracesOf(Buffer.alloc(31, 'canary'))) expect(everythingIn(error)).not.toContain(trace);
});
