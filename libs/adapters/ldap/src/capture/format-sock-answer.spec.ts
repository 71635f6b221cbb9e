import { expect, test } from 'vitest';

import { formatContinue, formatRefusal } from './format-sock-answer.ts';

const textOf = (answer: Uint8Array): string => Buffer.from(answer).toString();

test('going on', () => {
  expect(textOf(formatContinue())).toBe('CONTINUE\n\n');
});

test('a refusal with its sentence', () => {
  expect(textOf(formatRefusal(51, 'Später nochmals.'))).toBe('RESULT\ncode: 51\ninfo: Später nochmals.\n\n');
});

test('a sentence cannot end the answer or add a line', () => {
  expect(textOf(formatRefusal(53, 'one\n\nCONTINUE\r\ntwo'))).toBe('RESULT\ncode: 53\ninfo: one CONTINUE two\n\n');
});
