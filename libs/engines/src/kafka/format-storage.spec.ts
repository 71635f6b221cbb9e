import { expect, test } from 'vitest';

import { newClusterId } from './format-storage.ts';

test('a cluster id is sixteen bytes, is never an option and never comes again', () => {
  const ids = Array.from({ length: 1_000 }, newClusterId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{21}$/);
    expect(Buffer.from(id, 'base64url')).toHaveLength(16);
  }
});
