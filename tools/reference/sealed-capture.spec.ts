import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Secret } from '@entsync/domain';
import {
  checkSignature,
  importRecipientKey,
  importSigningKey,
  importVerifyingKey,
  openBox,
  openCapture,
  signRecord,
  type CaptureContext,
} from '@entsync/secrets';
import { expect, test } from 'vitest';

import { ROOT } from './sources/root.ts';

interface Vector {
  readonly recipient: { readonly privateKey: string; readonly publicKey: string; readonly keyId: string };
  readonly context: CaptureContext;
  readonly passwords: { readonly newPassword: string; readonly oldPassword: string };
  readonly plaintextHex: string;
  readonly sealed: string;
  readonly signer: { readonly name: string; readonly seed: string; readonly publicKey: string };
  readonly record: {
    readonly topic: string;
    readonly key: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly value: string;
  };
  readonly signedHex: string;
}

const file = path.join(ROOT, 'docs/reference/sealed-capture.vector.json');
const vector = JSON.parse(readFileSync(file, 'utf8')) as Vector;
const { recipient, context, passwords, plaintextHex, sealed, signer, signedHex } = vector;
const record = { ...vector.record, value: Buffer.from(vector.record.value) };

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const textOf = (secret: Secret | undefined): string | undefined =>
  secret?.open((opened) => Buffer.from(opened).toString());

const loadStore = (): ReturnType<typeof importRecipientKey> =>
  importRecipientKey(new Secret(new Uint8Array([...bytes(recipient.privateKey), ...bytes(recipient.publicKey)])));

test('the documented capture opens to the documented passwords', async () => {
  const { newPassword, oldPassword } = await openCapture([await loadStore()], context, bytes(sealed));
  expect([textOf(newPassword), textOf(oldPassword)]).toEqual([passwords.newPassword, passwords.oldPassword]);
});

test('its header names the suite and the key', async () => {
  const head = bytes(sealed).subarray(0, 9);
  expect(head[0]).toBe(1);
  expect(Buffer.from(head.subarray(1)).toString('base64')).toBe(recipient.keyId);
  expect((await loadStore()).keyId).toBe(recipient.keyId);
});

test('what is inside has the documented bytes', async () => {
  const plaintext = await openBox([await loadStore()], 'captured-password', bytes(sealed));
  expect(plaintext.open((opened) => Buffer.from(opened).toString('hex'))).toBe(plaintextHex);
  expect(bytes(sealed)).toHaveLength(1 + 8 + 32 + plaintextHex.length / 2 + 16);
});

test('whoever signs as documented gets the documented signature', () => {
  const signing = importSigningKey(new Secret(bytes(signer.seed)));
  const { entsync_signature: signature = '', ...headers } = record.headers;
  expect(signRecord(signer.name, signing, { ...record, headers })['entsync_signature']).toBe(signature);
  expect(Buffer.from(signing.sign(Buffer.from(signedHex, 'hex'))).toString('base64')).toBe(signature);
});

test('the documented record is believed', () => {
  expect(() => checkSignature(importVerifyingKey(bytes(signer.publicKey)), record)).not.toThrow();
});
