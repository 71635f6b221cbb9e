import { expect, test } from 'vitest';

import { findErrors } from './find-errors.ts';
import { parseSource } from './read-sources.ts';

const find = (...texts: readonly string[]): unknown =>
  findErrors(texts.map((text, index) => parseSource(`libs/a/src/${index}.ts`, text))).map(({ code, says }) => [
    code,
    says,
  ]);

test('a class with a code and a message of its own is found, with what is known at run time by name', () => {
  const text = `
    export class FullError extends Error {
      readonly code = 'ENTSYNC_FULL';
      constructor(readonly folder: string, limit: number) {
        super(limit > 1 ? \`\${folder} is full.\` : 'It is full.');
      }
    }`;
  expect(find(text)).toEqual([['ENTSYNC_FULL', ['<folder> is full.', 'It is full.']]]);
});

test('a message that is handed to the class is found where it is thrown', () => {
  const declared = `class UsageError extends Error { readonly code = 'ENTSYNC_USAGE'; constructor(message: string) { super(message); } }`;
  const thrown = `const cure = 'add --yes'; throw new UsageError('Nobody is there; ' + cure);`;
  expect(find(declared, thrown)).toEqual([['ENTSYNC_USAGE', ['Nobody is there; add --yes']]]);
});

test('a code that is handed to the class is found where it is thrown, and codes of others are not', () => {
  const declared = `class PublicError extends Error { constructor(readonly status: number, readonly code: string, message: string) { super(message); } }`;
  const thrown = `new PublicError(404, 'ENTSYNC_NOBODY', \`\${a.name} is nobody.\`); new PublicError(404, '10757', 'Event.');`;
  expect(find(declared, thrown)).toEqual([['ENTSYNC_NOBODY', ['<name> is nobody.']]]);
});

test('a message that was made before is followed to where it was made', () => {
  const declared = `class EngineError extends Error { code: string; constructor(code: string, message: string) { super(message); } }`;
  const thrown = `
    function a() { const message = 'first'; return new EngineError('ENTSYNC_A', message); }
    function b() { const message = 'second'; return new EngineError('ENTSYNC_B', message); }`;
  expect(find(declared, thrown)).toEqual([
    ['ENTSYNC_A', ['first']],
    ['ENTSYNC_B', ['second']],
  ]);
});

test('an answer over HTTP is found by its code', () => {
  expect(find(`answer.send({ code: 'ENTSYNC_INTERNAL', message: 'Internal error.' });`)).toEqual([
    ['ENTSYNC_INTERNAL', ['Internal error.']],
  ]);
});

test('a class that nobody was seen throwing still has its code', () => {
  const text = `class LostError extends Error { readonly code = 'ENTSYNC_LOST'; constructor(message: string) { super(message); } }`;
  expect(find(text)).toEqual([['ENTSYNC_LOST', []]]);
});
