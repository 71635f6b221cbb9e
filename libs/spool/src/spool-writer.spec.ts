import { beforeEach, expect, test, vi } from 'vitest';

import { change } from '../test/change.ts';
import { asked, failures, forget } from '../test/recorded-files.ts';
import { SpoolWriter } from './spool-writer.ts';

vi.mock('node:fs/promises', () => import('../test/recorded-files.ts'));

const FIRST = '0000000100000001';
const DIRECTORY_SYNCED = ['open /spool r', 'sync /spool', 'close /spool'];

let spool: SpoolWriter;

beforeEach(async () => {
  forget();
  spool = await SpoolWriter.open('/spool', () => '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b');
  forget();
});

/** What the file system was asked after the place was held. */
async function askedAfterHolding(
  work: (place: ReturnType<SpoolWriter['nextPlace']>) => Promise<void>,
): Promise<string[]> {
  const place = spool.nextPlace();
  await spool.hold(place, change());
  forget();
  await work(place);
  return asked;
}

test('a held change is durable before anybody is told so', async () => {
  await spool.hold(spool.nextPlace(), change());
  expect(asked).toContain(`sync /spool/${FIRST}.half.tmp`);
  expect(asked.slice(-4)).toEqual([`rename /spool/${FIRST}.half.tmp /spool/${FIRST}.half`, ...DIRECTORY_SYNCED]);
});

test('that a change has happened is durable: the renamed half is synced with its directory', async () => {
  expect(await askedAfterHolding((place) => spool.commit(place))).toEqual([
    `rename /spool/${FIRST}.half /spool/${FIRST}.rec`,
    ...DIRECTORY_SYNCED,
  ]);
});

test('that a change has not happened is durable as well: a power cut brings its half back otherwise', async () => {
  expect(await askedAfterHolding((place) => spool.discard(place))).toEqual([
    `unlink /spool/${FIRST}.half`,
    ...DIRECTORY_SYNCED,
  ]);
});

test('a change that could not be made durable is not acknowledged', async () => {
  failures.set(`sync /spool/${FIRST}.rec.tmp`, 'EIO');
  await expect(spool.append(spool.nextPlace(), change())).rejects.toMatchObject({ code: 'EIO' });
});
