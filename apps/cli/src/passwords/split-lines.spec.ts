import type { Secret } from '@entsync/domain';
import { describe, expect, it } from 'vitest';

import { splitLines } from './split-lines.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (secret: Secret | undefined): string | undefined =>
  secret?.open((bytes) => new TextDecoder().decode(bytes));

describe('splitLines', () => {
  it.each([
    ['pa ss\n', 'pa ss'],
    ['pa ss', 'pa ss'],
    ['pa ss\r\n', 'pa ss'],
    [' ends with blanks  \n', ' ends with blanks  '],
    ['ß😀\t', 'ß😀\t'],
    ['a\rb\n', 'a\rb'],
    ['a\r', 'a\r'],
  ])('takes one line and strips its line end only: %j', (written, password) => {
    expect(splitLines(bytesOf(written), 1).map(textOf)).toEqual([password]);
  });

  it('keeps bytes that are no text', () => {
    const [line] = splitLines(new Uint8Array([0xff, 0x00, 0x0a]), 1);
    expect(line?.open((bytes) => Array.from(bytes))).toEqual([0xff, 0x00]);
  });

  it('gives an empty password for an empty line: it is not for this place to refuse it', () => {
    expect(splitLines(bytesOf('\n'), 1)[0]?.byteLength).toBe(0);
    expect(splitLines(bytesOf(''), 1)[0]?.byteLength).toBe(0);
  });

  it('takes a new and an old password from two lines', () => {
    expect(splitLines(bytesOf('new\nold\n'), 2).map(textOf)).toEqual(['new', 'old']);
  });

  it('refuses more or fewer lines, and does not quote them', () => {
    expect(() => splitLines(bytesOf('s3cret\nmore\n'), 1)).toThrow(/^Standard input has 2 lines; one password/);
    expect(() => splitLines(bytesOf('s3cret\n'), 2)).toThrow(/^Standard input has 1 line; 2 passwords/);
  });

  it('wipes what it was given', () => {
    const bytes = bytesOf('s3cret\n');
    splitLines(bytes, 1);
    expect(Array.from(bytes).every((byte) => byte === 0)).toBe(true);
  });
});
