import { MICROS_PER_HOUR, type Micros } from '@entsync/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { destroyOldEpochs } from '../src/keys/destroy-old-epochs.ts';
import { EpochKeys, type EpochKey } from '../src/keys/epoch-keys.ts';
import { addAdapter, startStoreDatabase, type StoreDatabase } from './store-database.ts';

const NOW: Micros = 500_000 * MICROS_PER_HOUR;
const DAY: Micros = 24 * MICROS_PER_HOUR;
/** With the age limit that an installation begins with, records stay on topics for nine days: twice a day, and a week. */
const RETENTION = 9 * DAY;

let database: StoreDatabase;

beforeAll(async () => {
  database = await startStoreDatabase();
});

afterAll(async () => {
  await database.stop();
});

async function openEpochs(): Promise<EpochKeys> {
  const epochs = new EpochKeys(database.source, database.master);
  await epochs.load();
  return epochs;
}

/** An adapter that has been there since, with the epoch that it used then and the one that it uses now. */
async function useSince(name: string, since: Micros): Promise<{ epochs: EpochKeys; old: EpochKey; id: number }> {
  const id = await addAdapter(database.source, name);
  const epochs = await openEpochs();
  await epochs.ensure([id], since);
  await epochs.ensure([id], NOW);
  const old = epochs.current(id, since);
  if (old === undefined) throw new Error('An epoch must have been made.');
  return { epochs, old, id };
}

test('an epoch key is destroyed when no topic can hold any more what was sealed under it', async () => {
  const { epochs, old } = await useSince('long-ago', NOW - RETENTION - 2 * DAY);
  expect(await destroyOldEpochs(database.source, epochs, NOW)).toBe(2);
  expect(epochs.byId(old.id)).toBeUndefined();
  expect((await openEpochs()).byId(old.id)).toBeUndefined();
  expect(() => old.key.open((bytes) => bytes)).toThrow('wiped');
});

test('an epoch key stays as long as a topic may hold what was sealed under it, and so does the one in use', async () => {
  const { epochs, old, id } = await useSince('lately', NOW - RETENTION);
  expect(await destroyOldEpochs(database.source, epochs, NOW)).toBe(0);
  const after = await openEpochs();
  expect(after.byId(old.id)).toBeDefined();
  expect(after.current(id, NOW)?.startsAt).toBe(NOW);
});

test('a longer age limit keeps keys longer', async () => {
  await database.source.query('update system set sync_age_hours = 72');
  const { epochs, old } = await useSince('slow', NOW - RETENTION - 2 * DAY);
  expect(await destroyOldEpochs(database.source, epochs, NOW)).toBe(0);
  expect(epochs.byId(old.id)).toBeDefined();
});
