import { expect, test } from 'vitest';

import { plain, table } from './markdown.ts';

test('a cell cannot end its row', () => {
  expect(table(['A', 'B'], [['x | y', 'one\n  two']])).toBe('| A | B |\n| --- | --- |\n| x \\| y | one two |');
});

test('a sentence of the program is shown as it is written', () => {
  expect(plain('<file> holds a_b*; DOMAIN\\user')).toBe('\\<file\\> holds a\\_b\\*; DOMAIN\\\\user');
});
