import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

import { Secret } from '@entsync/domain';

import { lengthPrefixed } from './byte-layout.ts';
import { NotAuthenticError } from './secrets.errors.ts';
import type { SigningKey, VerifyingKey } from './signing-key.ts';

/** A record as far as it is authenticated: on its topic, under its key, with its CloudEvents attributes. */
export interface AuthenticatedRecord {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | undefined>>;
}

export const SIGNER_HEADER = 'entsync_signer';
export const SIGNATURE_HEADER = 'entsync_signature';
export const MAC_HEADER = 'entsync_mac';

const COVERED_HEADERS = ['ce_id', 'ce_type', 'ce_source', 'ce_time', SIGNER_HEADER] as const;

function canonicalBytes(purpose: string, record: AuthenticatedRecord): Buffer {
  const headers = COVERED_HEADERS.map((name) => record.headers[name]?.toString() ?? '');
  return lengthPrefixed(
    `entsync ${purpose} v1`,
    record.topic,
    record.key ?? '',
    ...headers,
    record.value ?? new Uint8Array(0),
  );
}

/** The headers that make a record `signer`'s word on this topic and no other. */
export function signRecord(signer: string, key: SigningKey, record: AuthenticatedRecord): Record<string, string> {
  const headers = { ...record.headers, [SIGNER_HEADER]: signer };
  const signature = key.sign(canonicalBytes('signature', { ...record, headers }));
  return { [SIGNER_HEADER]: signer, [SIGNATURE_HEADER]: Buffer.from(signature).toString('base64') };
}

/** Who claims to have signed the record; `undefined` when nobody does. */
export function signerOf(record: Pick<AuthenticatedRecord, 'headers'>): string | undefined {
  return record.headers[SIGNER_HEADER]?.toString();
}

/** Throws {@link NotAuthenticError} unless the record carries this key's signature. */
export function checkSignature(key: VerifyingKey, record: AuthenticatedRecord): void {
  const signature = record.headers[SIGNATURE_HEADER]?.toString();
  if (signature === undefined) throw new NotAuthenticError('missing');
  if (!key.verify(canonicalBytes('signature', record), Buffer.from(signature, 'base64'))) {
    throw new NotAuthenticError('wrong');
  }
}

/** A key for one use, derived from a shared one. */
export function deriveMacKey(shared: Secret, purpose: 'outcome' | 'delivery' | 'router-answer'): Secret {
  return shared.open((key) => new Secret(new Uint8Array(hkdfSync('sha256', key, '', `entsync ${purpose} mac v1`, 32))));
}

/** The header that proves a record to whoever shares the key. */
export function macRecord(key: Secret, record: AuthenticatedRecord): Record<string, string> {
  return { [MAC_HEADER]: computeMac(key, record).toString('base64') };
}

/** Throws {@link NotAuthenticError} unless the record carries this key's MAC. */
export function checkMac(key: Secret, record: AuthenticatedRecord): void {
  const given = record.headers[MAC_HEADER]?.toString();
  if (given === undefined) throw new NotAuthenticError('missing');
  const mac = Buffer.from(given, 'base64');
  const expected = computeMac(key, record);
  if (mac.byteLength !== expected.byteLength || !timingSafeEqual(mac, expected)) throw new NotAuthenticError('wrong');
}

function computeMac(key: Secret, record: AuthenticatedRecord): Buffer {
  return key.open((bytes) =>
    createHmac('sha256', createSecretKey(bytes)).update(canonicalBytes('mac', record)).digest(),
  );
}
