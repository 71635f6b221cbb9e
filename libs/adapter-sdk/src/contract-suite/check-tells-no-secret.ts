import { format, inspect } from 'node:util';

import { expect } from 'vitest';

/** Fails where the error shows one of the secrets, in any common encoding, wherever a log or a debugger could find it. */
export function checkTellsNoSecret(error: unknown, secrets: readonly Uint8Array[]): void {
  const told = [
    ...textsIn(error),
    inspect(error, { depth: 10, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  ];
  const everything = told.join('\n').toLowerCase();
  for (const secret of secrets) {
    const shown = spellingsOf(Buffer.from(secret)).filter(({ text }) => everything.includes(text.toLowerCase()));
    // Only the names: the assertion's own message must not tell the secret either.
    expect(
      shown.map(({ name }) => name),
      'an error tells no secret',
    ).toEqual([]);
  }
}

interface Spelling {
  readonly name: string;
  readonly text: string;
}

function spellingsOf(secret: Buffer): Spelling[] {
  const text = secret.toString('utf8');
  return [
    { name: 'UTF-8', text },
    { name: 'JSON', text: JSON.stringify(text).slice(1, -1) },
    { name: 'inspect', text: inspect(text).slice(1, -1) },
    { name: 'URI', text: encodeURIComponent(text) },
    { name: 'Latin-1', text: secret.toString('latin1') },
    ...bytesSpelled('UTF-8', secret),
    ...bytesSpelled('UTF-16LE', Buffer.from(text, 'utf16le')),
    { name: 'UTF-16LE as text', text: Buffer.from(text, 'utf16le').toString('latin1') },
  ];
}

function bytesSpelled(name: string, bytes: Buffer): Spelling[] {
  const hex = bytes.toString('hex');
  return [
    { name: `${name}, hex`, text: hex },
    { name: `${name}, hex with spaces`, text: hex.replaceAll(/..(?!$)/g, '$& ') },
    { name: `${name}, decimal`, text: bytes.join(',') },
    { name: `${name}, decimal with spaces`, text: bytes.join(', ') },
    ...base64Spelled(name, bytes),
  ];
}

/** Within something longer, base64 of the same bytes looks different by where they begin: the part that is always there, three times. */
function base64Spelled(name: string, bytes: Buffer): Spelling[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = padded.subarray(0, padded.length - (padded.length % 3));
    const first = offset === 0 ? 0 : 4;
    return (['base64', 'base64url'] as const)
      .map((encoding) => ({ name: `${name}, ${encoding}`, text: whole.toString(encoding).slice(first) }))
      .filter(({ text }) => text.length >= 8);
  });
}

/** Every text reachable from a value: own properties, hidden ones too, causes, collections, and what it says as JSON and as a string. */
function textsIn(value: unknown, seen = new Set<object>()): string[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? [] : [String(value)];
  if (seen.has(value)) return [];
  seen.add(value);
  if (ArrayBuffer.isView(value))
    return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')];
  return [...said(value), ...partsOf(value).flatMap((part) => textsIn(part, seen))];
}

function partsOf(value: object): unknown[] {
  const collected: unknown[] = value instanceof Map || value instanceof Set ? [...value.entries()] : [];
  const own = Reflect.ownKeys(value).map((key) => Reflect.getOwnPropertyDescriptor(value, key)?.value as unknown);
  return [...collected, ...own];
}

function said(value: object): string[] {
  return [() => JSON.stringify(value), () => format('%s', value)].map((say) => {
    try {
      return say();
    } catch {
      return '';
    }
  });
}
