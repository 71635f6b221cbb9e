import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test, vi } from 'vitest';

import { change } from '../test/change.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openingOf, SpoolFullError, SpoolReader, SpoolWriter, type RecordPlace } from './index.ts';

const ORIGIN = '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b';
const ANOTHER_ORIGIN = '3b9e0c44-5a21-4d7f-9c08-6e1f2a3b4c5d';
const EVER = Number.MAX_SAFE_INTEGER;

const openSpool = (directory: string, origin = ORIGIN): Promise<SpoolWriter> =>
  SpoolWriter.open(directory, () => origin);

async function append(spool: SpoolWriter, account?: string): Promise<RecordPlace> {
  const place = spool.nextPlace();
  await spool.append(place, change(account));
  return place;
}

async function hold(spool: SpoolWriter): Promise<RecordPlace> {
  const place = spool.nextPlace();
  await spool.hold(place, change());
  return place;
}

function leaveOld(directory: string, name: string): void {
  const file = path.join(directory, name);
  writeFileSync(file, '{');
  utimesSync(file, 1, 1);
}

const accountsIn = async (directory: string, most = 100): Promise<string[]> =>
  (await new SpoolReader(directory).read(most)).records.map(({ account }) => account);

const sequencesIn = async (directory: string): Promise<number[]> =>
  (await new SpoolReader(directory).read(100)).records.map(({ sequence }) => sequence);

// Hold, commit, discard

test('what is appended is read as it was written, with its place', async () => {
  const directory = temporaryFolder();
  const place = await append(await openSpool(directory));
  const { records, bad } = await new SpoolReader(directory).read(10);
  expect(records).toEqual([{ format: 'entsync-spool-1', ...place, ...change() }]);
  expect(bad).toEqual([]);
});

test('what is held is not read before it is committed', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const place = await hold(spool);
  expect(await sequencesIn(directory)).toEqual([]);
  await spool.commit(place);
  expect(await sequencesIn(directory)).toEqual([place.sequence]);
});

test('what is discarded is gone', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  await spool.discard(await hold(spool));
  expect(readdirSync(directory)).toEqual(['spool.json']);
});

test('a half that nobody has decided is decided by the reader: it has happened, or not', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const [happened, not] = [await hold(spool), await hold(spool)];
  const reader = new SpoolReader(directory);
  const { records } = await reader.readUndecided(EVER);
  expect(records.map(({ sequence }) => sequence)).toEqual([happened.sequence, not.sequence]);
  await reader.decide(records[0]!, true);
  await reader.decide(records[1]!, false);
  expect(await sequencesIn(directory)).toEqual([happened.sequence]);
  expect((await reader.readUndecided(EVER)).records).toEqual([]);
});

test('a half is undecided only once it is old enough', async () => {
  const directory = temporaryFolder();
  await hold(await openSpool(directory));
  const capturedAt = change().capturedAt / 1_000;
  expect((await new SpoolReader(directory).readUndecided(capturedAt)).records).toEqual([]);
  expect((await new SpoolReader(directory).readUndecided(capturedAt + 1)).records).toHaveLength(1);
});

// Order

test('records are read in the order in which they were captured, the oldest first, and no more than asked for', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const places = Array.from({ length: 20 }, () => spool.nextPlace());
  await Promise.all(places.toReversed().map((place) => spool.append(place, change(`${place.sequence}`))));
  expect(await accountsIn(directory, 5)).toEqual(places.slice(0, 5).map(({ sequence }) => `${sequence}`));
  expect(await accountsIn(directory)).toEqual(places.map(({ sequence }) => `${sequence}`));
});

test('a change that is committed late keeps its place', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const early = await hold(spool);
  const late = await append(spool);
  await spool.commit(early);
  expect(await sequencesIn(directory)).toEqual([early.sequence, late.sequence]);
});

test('what was removed is not read again', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  await append(spool, 'first');
  await append(spool, 'second');
  const reader = new SpoolReader(directory);
  await reader.remove((await reader.read(1)).records);
  expect(await accountsIn(directory)).toEqual(['second']);
});

// Restart

test('a spool that is opened again is the same origin, and counts on', async () => {
  const directory = temporaryFolder();
  const first = await openSpool(directory);
  const before = await append(first);
  const second = await openSpool(directory, ANOTHER_ORIGIN);
  const after = await append(second);
  expect(after.origin).toBe(ORIGIN);
  expect(after.sequence).toBeGreaterThan(before.sequence);
  expect([first, second].map(({ opening }) => opening)).toEqual([1, 2]);
  expect(openingOf(after.sequence)).toBe(2);
  expect(await sequencesIn(directory)).toEqual([before.sequence, after.sequence]);
});

test('a new spool is a new origin', async () => {
  const spools = await Promise.all([openSpool(temporaryFolder()), openSpool(temporaryFolder(), ANOTHER_ORIGIN)]);
  expect(spools.map(({ origin }) => origin)).toEqual([ORIGIN, ANOTHER_ORIGIN]);
});

test('only the owner can read a spool', async () => {
  const directory = path.join(temporaryFolder(), 'spool');
  await append(await openSpool(directory));
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
});

// Limits

test('a full spool refuses the next change, and takes one again when one was taken away', async () => {
  const directory = temporaryFolder();
  const spool = await SpoolWriter.open(directory, () => ORIGIN, { maxRecords: 3 });
  await append(spool);
  await append(spool);
  await hold(spool);
  await expect(append(spool)).rejects.toMatchObject({ code: 'ENTSYNC_SPOOL_FULL', limit: 'records', directory });
  await expect(hold(spool)).rejects.toThrow(SpoolFullError);
  const reader = new SpoolReader(directory);
  await reader.remove((await reader.read(1)).records);
  await append(spool);
  await expect(append(spool)).rejects.toThrow(SpoolFullError);
});

test('what is discarded makes room', async () => {
  const spool = await SpoolWriter.open(temporaryFolder(), () => ORIGIN, { maxRecords: 1 });
  await spool.discard(await hold(spool));
  await append(spool);
});

test('a spool that was full before a restart is full after it', async () => {
  const directory = temporaryFolder();
  await append(await openSpool(directory));
  const spool = await SpoolWriter.open(directory, () => ORIGIN, { maxRecords: 1 });
  await expect(append(spool)).rejects.toThrow(SpoolFullError);
});

// Torn files

test.each([
  ['is empty', ''],
  ['ends in the middle', '{"format":"entsync-spool-1","origin":"7d2f'],
  ['is no record', '{"format":"entsync-spool-9"}'],
])('a file that %s is set aside, and what comes after it is read', async (_what, content) => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const torn = `${spool.nextPlace().sequence.toString(16).padStart(16, '0')}.rec`;
  writeFileSync(path.join(directory, torn), content);
  const next = await append(spool);
  const { records, bad } = await new SpoolReader(directory).read(10);
  expect(bad).toEqual([{ name: torn, reason: 'no-record' }]);
  expect(records.map(({ sequence }) => sequence)).toEqual([next.sequence]);
  expect(readdirSync(path.join(directory, 'bad'))).toEqual([torn]);
  expect((await new SpoolReader(directory).read(10)).bad).toEqual([]);
});

test('a record under the name of another one is set aside', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const text = JSON.stringify({ format: 'entsync-spool-1', ...spool.nextPlace(), ...change() });
  writeFileSync(path.join(directory, '00000000000000ff.rec'), text);
  expect((await new SpoolReader(directory).read(10)).bad).toEqual([
    { name: '00000000000000ff.rec', reason: 'no-record' },
  ]);
});

test('a torn half is set aside as well', async () => {
  const directory = temporaryFolder();
  await openSpool(directory);
  writeFileSync(path.join(directory, '0000000100000001.half'), '{');
  const { records, bad } = await new SpoolReader(directory).readUndecided(EVER);
  expect([records, bad]).toEqual([[], [{ name: '0000000100000001.half', reason: 'no-record' }]]);
});

test('what a crash left half written is no record', async () => {
  const directory = temporaryFolder();
  await openSpool(directory);
  writeFileSync(path.join(directory, '0000000100000001.rec.tmp'), '{"format":"entsync-spo');
  expect(await new SpoolReader(directory).read(10)).toEqual({ records: [], bad: [] });
});

test('what a killed writer left half written is removed when the spool is opened again', async () => {
  const directory = temporaryFolder();
  const leftovers = ['0000000100000001.rec.tmp', '0000000100000002.half.tmp', 'spool.json.tmp'];
  for (const name of leftovers) leaveOld(directory, name);
  await openSpool(directory);
  expect(readdirSync(directory)).toEqual(['spool.json']);
});

test('what is being written now, or by others, is left alone', async () => {
  const directory = temporaryFolder();
  leaveOld(directory, 'recipient.json.tmp');
  writeFileSync(path.join(directory, '0000000100000001.rec.tmp'), '');
  await openSpool(directory);
  expect(readdirSync(directory)).toEqual(['0000000100000001.rec.tmp', 'recipient.json.tmp', 'spool.json']);
});

test('a record that the disk does not give any more is set aside with the reason, and what comes after it is read', async () => {
  const directory = temporaryFolder();
  const spool = await openSpool(directory);
  const lost = `${spool.nextPlace().sequence.toString(16).padStart(16, '0')}.rec`;
  mkdirSync(path.join(directory, lost));
  const next = await append(spool);
  const { records, bad } = await new SpoolReader(directory).read(10);
  expect(bad).toEqual([{ name: lost, reason: 'EISDIR' }]);
  expect(records.map(({ sequence }) => sequence)).toEqual([next.sequence]);
});

test('asking for the depth sets nothing aside: only who reads can tell of it', async () => {
  const directory = temporaryFolder();
  await openSpool(directory);
  writeFileSync(path.join(directory, '0000000100000001.rec'), '{');
  const reader = new SpoolReader(directory);
  expect(await reader.depth()).toMatchObject({ records: 1 });
  expect((await reader.read(10)).bad).toHaveLength(1);
});

// Depth and notice

test('a spool is full while its writer refuses changes', async () => {
  const directory = temporaryFolder();
  const spool = await SpoolWriter.open(directory, () => ORIGIN, { maxRecords: 2 });
  const reader = new SpoolReader(directory);
  await append(spool);
  expect((await reader.depth()).isFull).toBe(false);
  await hold(spool);
  expect((await reader.depth()).isFull).toBe(true);
  await expect(append(spool)).rejects.toThrow(SpoolFullError);
  await reader.remove((await reader.read(1)).records);
  expect((await reader.depth()).isFull).toBe(false);
});

test('only records and halves count towards the limit', async () => {
  const directory = temporaryFolder();
  const spool = await SpoolWriter.open(directory, () => ORIGIN, { maxRecords: 1 });
  for (const name of ['recipient.json', 'shim.json']) writeFileSync(path.join(directory, name), '{}');
  mkdirSync(path.join(directory, 'bad'));
  await append(spool);
  await expect(append(spool)).rejects.toThrow(SpoolFullError);
});

test('the depth tells how much waits, and since when', async () => {
  const directory = temporaryFolder();
  const reader = new SpoolReader(directory);
  expect(await reader.depth()).toEqual({ records: 0, undecided: 0, bytes: 0, isFull: false });
  const spool = await openSpool(directory);
  await append(spool);
  await append(spool);
  await hold(spool);
  const { bytes, ...depth } = await reader.depth();
  expect(depth).toEqual({ records: 2, undecided: 1, oldestAt: change().capturedAt, isFull: false });
  expect(bytes).toBeGreaterThan(400);
});

test('a spool that is not there yet is empty, and is made to be watched', async () => {
  const directory = path.join(temporaryFolder(), 'later');
  const reader = new SpoolReader(directory);
  expect(await reader.read(10)).toEqual({ records: [], bad: [] });
  const noticed = vi.fn<() => void>();
  await reader.watch(noticed);
  try {
    await append(await openSpool(directory));
    await vi.waitFor(() => expect(noticed).toHaveBeenCalled(), { timeout: 5_000 });
  } finally {
    reader.unwatch();
  }
});
