import { expect, test } from 'vitest';

import { lastLines } from './last-lines.ts';

test('empty lines say nothing', () => {
  expect(lastLines('one\n\n  \ntwo\r\n\n')).toBe('one\ntwo');
});

test('twenty lines are kept, the last ones', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  expect(lastLines(lines.join('\n'))).toBe(lines.slice(10).join('\n'));
});
