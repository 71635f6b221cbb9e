import { expect, test } from 'vitest';

import { EngineError } from '../engine-error.ts';
import { postgresSettings } from './postgres-settings.ts';

/** As PostgreSQL reads it: the last one counts. */
function effective(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^(\S+) = '(.*)'$/gm)].map((match) => [match[1]!, match[2]!]));
}

test('it builds on what initdb found out', () => {
  expect(postgresSettings(5432)).toMatch(/^include 'postgresql\.conf'\n/);
});

test('nobody can reach it from elsewhere, whatever the caller sets', () => {
  const settings = effective(
    postgresSettings(5432, { listen_addresses: '*', port: '1', unix_socket_directories: '/tmp' }),
  );
  expect(settings.get('listen_addresses')).toBe('127.0.0.1');
  expect(settings.get('port')).toBe('5432');
  expect(settings.get('unix_socket_directories')).toBe('');
});

test('durability is left as PostgreSQL has it', () => {
  expect(postgresSettings(5432)).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
});

test("the caller's settings are written down, quoted", () => {
  const text = postgresSettings(5432, { shared_buffers: '64MB', 'auto_explain.log_format': String.raw`it's a \ ` });
  expect(text).toContain("shared_buffers = '64MB'\n");
  expect(text).toContain(String.raw`auto_explain.log_format = 'it''s a \\ '`);
});

test.each([
  ['a name that is more than a name', { "x = 'y'\nfsync": 'off' }],
  ['a value of two lines', { work_mem: "1MB'\nfsync = 'off" }],
])('%s is refused', (_, settings) => {
  expect(() => postgresSettings(5432, settings)).toThrow(EngineError);
});
