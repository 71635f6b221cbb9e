import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { PatternSearch } from './pattern-search.ts';

/** Few different bytes, so that patterns overlap, begin alike and lie in each other. */
const bytesOf = (constraints: fc.IntArrayConstraints): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ ...constraints, max: 2 }).map((bytes) => Buffer.from(bytes));

function searchEach(patterns: readonly Buffer[], bytes: Buffer): string[] {
  return patterns.flatMap((pattern, name) => {
    const places = Array.from({ length: bytes.length }, (_, at) => at);
    return places
      .filter((at) => bytes.subarray(at, at + pattern.length).equals(pattern))
      .map((at) => `${name} at ${at}`);
  });
}

test('all patterns are found, wherever they begin, and nothing else', () => {
  const patterns = fc.array(bytesOf({ minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(patterns, bytesOf({ maxLength: 80 }), (searched, bytes) => {
      const found: string[] = [];
      const search = new PatternSearch(searched.map((pattern, name) => ({ name, bytes: pattern })));
      search.find(bytes, (name, at) => found.push(`${name} at ${at}`));
      expect(found.toSorted()).toEqual(searchEach(searched, bytes).toSorted());
    }),
  );
});

test('a pattern longer than a window can move at once is found', () => {
  const pattern = Buffer.alloc(400, 'ab');
  const found: number[] = [];
  new PatternSearch([{ name: 'long', bytes: pattern }]).find(
    Buffer.concat([Buffer.alloc(1_000), pattern, Buffer.alloc(3)]),
    (_name, at) => found.push(at),
  );
  expect(found).toEqual([1_000]);
});
