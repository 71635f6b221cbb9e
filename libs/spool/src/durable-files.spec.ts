import { beforeEach, expect, test, vi } from 'vitest';

import { asked, failures, forget } from '../test/recorded-files.ts';
import { syncDirectory, writeDurably } from './durable-files.ts';
import { SpoolFullError } from './spool.errors.ts';

vi.mock('node:fs/promises', () => import('../test/recorded-files.ts'));

beforeEach(forget);

const WRITTEN = [
  'open /spool/1.rec.tmp w 600',
  'write /spool/1.rec.tmp',
  'sync /spool/1.rec.tmp',
  'close /spool/1.rec.tmp',
  'rename /spool/1.rec.tmp /spool/1.rec',
];
const DIRECTORY_SYNCED = ['open /spool r', 'sync /spool', 'close /spool'];

test('a file is written, synced, and only then renamed; then its directory is synced', async () => {
  await writeDurably('/spool', '1.rec', '{}');
  expect(asked).toEqual([...WRITTEN, ...DIRECTORY_SYNCED]);
});

test('a file whose content was not synced is not renamed, and nothing of it stays', async () => {
  failures.set('sync /spool/1.rec.tmp', 'EIO');
  await expect(writeDurably('/spool', '1.rec', '{}')).rejects.toMatchObject({ code: 'EIO' });
  expect(asked).not.toContain('rename /spool/1.rec.tmp /spool/1.rec');
  expect(asked.slice(-2)).toEqual(['close /spool/1.rec.tmp', 'unlink /spool/1.rec.tmp']);
});

test('a file whose directory could not be synced is not said to be durable', async () => {
  failures.set('sync /spool', 'EIO');
  await expect(writeDurably('/spool', '1.rec', '{}')).rejects.toMatchObject({ code: 'EIO' });
});

test.each(['ENOSPC', 'EDQUOT'])('a full disk (%s) is told as a full spool, with its cause', async (code) => {
  failures.set('write /spool/1.rec.tmp', code);
  const failure = writeDurably('/spool', '1.rec', '{}');
  await expect(failure).rejects.toThrow(SpoolFullError);
  await expect(failure).rejects.toMatchObject({ limit: 'disk', directory: '/spool', cause: { code } });
});

test('a directory that was synced is closed, whatever came of it', async () => {
  failures.set('sync /spool', 'EIO');
  await expect(syncDirectory('/spool')).rejects.toMatchObject({ code: 'EIO' });
  expect(asked.at(-1)).toBe('close /spool');
});
