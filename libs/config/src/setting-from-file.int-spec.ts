import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { defineSettings, readConfiguration, text } from './index.ts';

const settings = defineSettings({ TOKEN_FILE: { meaning: 'The token.', schema: text, fromFile: true } });

function fileWith(content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'entsync-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'token');
  writeFileSync(file, content);
  return file;
}

const read = (file: string) => readConfiguration('store', settings, { TOKEN_FILE: file });

test.each([
  ['token\n', 'token'],
  ['token\r\n', 'token'],
  ['token', 'token'],
  [' to ken \n\n', ' to ken \n'],
])('of a file with %j one final line break is not read', (content, value) => {
  expect(read(fileWith(content))).toEqual({ TOKEN_FILE: value });
});

test('a file that cannot be read is told by the name of its setting, and so is one that is empty', () => {
  expect(() => read('/nowhere/token')).toThrow('TOKEN_FILE: names a file that cannot be read.');
  expect(() => read(fileWith('\n'))).toThrow('TOKEN_FILE: must not be empty.');
});
