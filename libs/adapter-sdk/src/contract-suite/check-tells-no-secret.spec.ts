import { Secret } from '@entsync/domain';
import { describe, expect, test } from 'vitest';

import { AdapterError } from '../adapter-error.ts';
import { checkTellsNoSecret } from './check-tells-no-secret.ts';

const TEXT = 'Grüße-17 "x"';
const SECRET = Buffer.from(TEXT);
const UTF16 = Buffer.from(TEXT, 'utf16le');

function check(facts: object): () => void {
  const error = Object.assign(new AdapterError('TARGET_BUSY', 'Could not.'), facts);
  return () => checkTellsNoSecret(error, [SECRET]);
}

describe('an error that tells the password', () => {
  test.each<[string, object]>([
    ['in its message', { message: `no ${TEXT}` }],
    ['in its stack', { stack: `at ${TEXT}` }],
    ['in a field', { request: { values: [TEXT] } }],
    ['in a map', { headers: new Map([['password', TEXT]]) }],
    ['in a set', { seen: new Set([TEXT]) }],
    ['in its cause', { cause: new Error('x', { cause: new Error(TEXT) }) }],
    ['among several errors', { cause: new AggregateError([new Error('x'), new Error(TEXT)]) }],
    ['as JSON', { message: JSON.stringify({ password: TEXT }) }],
    ['in what it says as JSON', { toJSON: () => ({ password: TEXT }) }],
    ['in what it says as text', { toString: () => TEXT }],
    ['in a URL', { message: `https://x/?p=${encodeURIComponent(TEXT)}` }],
    ['as bytes', { sent: SECRET }],
    ['as bytes of UTF-16', { sent: UTF16 }],
    ['in a buffer that is JSON', { sent: JSON.stringify(SECRET) }],
    ['as hex', { sent: SECRET.toString('hex') }],
    ['as hex in capitals', { sent: SECRET.toString('hex').toUpperCase() }],
    ['as hex of UTF-16', { sent: UTF16.toString('hex') }],
    ['as base64', { sent: SECRET.toString('base64') }],
    ['as base64 after one byte', { sent: Buffer.concat([Buffer.from('x'), SECRET]).toString('base64') }],
    ['as base64 after two bytes', { sent: Buffer.concat([Buffer.from('xy'), SECRET]).toString('base64url') }],
    ['as base64 of UTF-16', { sent: UTF16.toString('base64') }],
  ])('%s', (_title, facts) => {
    expect(check(facts)).toThrow(/tells no secret/);
  });

  test('in a symbol, hidden, and behind a cycle', () => {
    const loop: Record<PropertyKey, unknown> = {};
    Object.defineProperty(loop, Symbol('hidden'), { value: [loop, TEXT], enumerable: false });
    expect(check({ loop })).toThrow(/tells no secret/);
  });
});

describe('an error that does not', () => {
  test.each<[string, object]>([
    ['with a secret that is closed', { secret: Secret.ofText(TEXT) }],
    ['with another text', { message: 'Grüsse', cause: new Error('x') }],
  ])('%s', (_title, facts) => {
    expect(check(facts)).not.toThrow();
  });

  test('the check itself does not tell it either', () => {
    const message = messageOf(check({ message: TEXT }));
    expect(message).toContain('tells no secret');
    expect(message).not.toContain(TEXT);
  });
});

function messageOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return String(error);
  }
}
