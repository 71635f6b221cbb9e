import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { temporaryFolder } from '../../test/temporary-folder.ts';
import { runTool } from '../process/run-tool.ts';
import { findPostgresBinaries, postgresOf } from './find-postgres-binaries.ts';
import { findUnprivilegedAccount } from './find-unprivileged-account.ts';
import { usableBinaries } from './usable-binaries.ts';

test('for ourselves they are used where npm put them', async () => {
  const original = await findPostgresBinaries();
  expect(await usableBinaries(original, undefined)).toEqual(original);
});

test('binaries that do not run are an error that says so', async () => {
  const folder = await temporaryFolder();
  await expect(usableBinaries({ root: folder, version: '18' }, undefined)).rejects.toMatchObject({
    code: 'ENTSYNC_PLATFORM_UNSUPPORTED',
  });
});

describe.runIf(process.getuid?.() === 0)('as root, below a folder of mode 0700', () => {
  test("a copy is made once, which is root's and which the unprivileged account can run", async () => {
    const hidden = { root: join(await temporaryFolder(0o700), 'native'), version: `test-${process.pid}` };
    await cp((await findPostgresBinaries()).root, hidden.root, { recursive: true, verbatimSymlinks: true });
    const account = await findUnprivilegedAccount();
    const copy = await usableBinaries(hidden, account);
    onTestFinished(() => rm(copy.root, { recursive: true, force: true }));
    expect(copy.root).toMatch(/^\/var\/lib\/entsync\//);
    const { uid, ino } = await stat(postgresOf(copy));
    expect(uid).toBe(0);
    expect((await runTool(postgresOf(copy), ['--version'], { account })).stdout).toContain('PostgreSQL');
    await usableBinaries(hidden, account);
    expect((await stat(postgresOf(copy))).ino).toBe(ino);
  });
});
