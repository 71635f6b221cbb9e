import { describe, expect, it } from 'vitest';

import { printable, printableJson, printableLines } from './printable.ts';

describe('printable', () => {
  it('writes out what would steer a terminal', () => {
    expect(printable('ann\u001b[2Jbob\u0007\r\n')).toBe('ann\\x1b[2Jbob\\x07\\x0d\\x0a');
    expect(printable('a\u009b31m\u007f')).toBe('a\\x9b31m\\x7f');
  });

  it('writes out what would turn the direction of the text', () => {
    expect(printable('ann\u202etxt\u2069')).toBe('ann\\u202etxt\\u2069');
  });

  it('leaves names of all languages alone', () => {
    expect(printable('CORP\\Zoë-Müller ß 王 😀')).toBe('CORP\\Zoë-Müller ß 王 😀');
  });

  it('keeps the lines of a message', () => {
    expect(printableLines('one\ntwo\u001b')).toBe('one\ntwo\\x1b');
  });
});

describe('printableJson', () => {
  it('stays the same JSON, without anything that steers a terminal', () => {
    const value = { name: 'a\u009b\u007f\u202e\u001b"' };
    const json = printableJson(value, 2);
    expect(JSON.parse(json)).toEqual(value);
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
