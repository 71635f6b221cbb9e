import { Secret } from '@entsync/domain';
import { generateSigningKey, macRecord, signRecord } from '@entsync/secrets';
import { expect, test } from 'vitest';

import { documentedTopics } from '../pages/topics.page.ts';
import { describeApi } from './describe-api.ts';
import { PROOF_HEADERS } from './describe-message.ts';

type Json = Readonly<Record<string, unknown>>;

const api = describeApi();

const at = (...keys: readonly string[]): unknown => keys.reduce<unknown>((value, key) => (value as Json)[key], api);

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

test('every reference leads somewhere', () => {
  const references = referencesIn(api);
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((reference) => at(...reference.split('/').slice(1)) === undefined)).toEqual([]);
});

test('every topic is a channel, and somebody sends on it', () => {
  const count = documentedTopics().length;
  expect(Object.keys(at('channels') as Json)).toHaveLength(count);
  expect(Object.keys(at('operations') as Json)).toHaveLength(count);
});

test('what is in braces in an address is a parameter of the channel', () => {
  for (const channel of Object.values(at('channels') as Json) as { address: string; parameters?: Json }[]) {
    const names = [...channel.address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(channel.parameters ?? {})).toEqual(names);
  }
});

test('a message says all that its schema asks for', () => {
  const payload = at('components', 'messages', 'windows-password-changed.v1', 'payload') as {
    readonly required: readonly string[];
  };
  expect(payload.required).toEqual(['account', 'origin', 'sequence', 'capturedAt', 'clockOffset', 'sealed']);
});

test('the headers of a proof are those that are written', () => {
  const record = { topic: 'deliveries', key: 'a', value: Buffer.from('{}'), headers: {} };
  const signed = signRecord('hr', generateSigningKey(), record);
  expect(Object.keys(PROOF_HEADERS.signature).toSorted()).toEqual(Object.keys(signed).toSorted());
  expect(Object.keys(PROOF_HEADERS.mac)).toEqual(Object.keys(macRecord(new Secret(new Uint8Array(32)), record)));
});
