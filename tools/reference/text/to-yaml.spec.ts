import { expect, test } from 'vitest';

import { toYaml } from './to-yaml.ts';

test('objects and lists are nested by two spaces, and texts quoted', () => {
  expect(toYaml({ a: 'x: "y"', b: [1, { c: true, d: ['e'] }], $ref: null })).toBe(
    ['a: "x: \\"y\\""', 'b:', '  - 1', '  - c: true', '    d:', '      - "e"', '$ref: null', ''].join('\n'),
  );
});

test('what is empty stays on its line, and what is undefined is left out', () => {
  expect(toYaml({ none: {}, nothing: [], gone: undefined })).toBe('none: {}\nnothing: []\n');
});

test('a key that YAML would not take as it is, is quoted', () => {
  expect(toYaml({ 'a b': 1, 'windows-password-changed.v1': 2 })).toBe('"a b": 1\nwindows-password-changed.v1: 2\n');
});
