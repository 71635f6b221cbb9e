import { expect, test } from 'vitest';

import { appendTimeOf, decideStart, PartitionProgress, type PartitionStart } from './partition-progress.ts';

const start = (also: Partial<PartitionStart>): PartitionStart => ({
  topic: 'deliveries',
  partition: 3,
  low: 100,
  high: 200,
  keepsPositions: true,
  ...also,
});

const assigned = (also: Partial<PartitionStart>, first: number): PartitionProgress => {
  const progress = new PartitionProgress();
  progress.assign(start(also), first);
  return progress;
};

test.each<readonly [what: string, also: Partial<PartitionStart>, first: number]>([
  ['a group that is new begins at the beginning', {}, 100],
  ['a handler without positions goes on at Kafka’s offset', { keepsPositions: false, committed: 150 }, 150],
  ['where both agree they are believed', { committed: 150, stored: 150 }, 150],
  ['a database that was restored is behind: its position is where to start', { committed: 180, stored: 120 }, 120],
  ['an offset that was not committed in time is where to start', { committed: 120, stored: 180 }, 120],
  ['a database that was made anew begins at the beginning', { committed: 180 }, 100],
  ['offsets that Kafka has forgotten begin at the beginning', { stored: 180 }, 100],
  ['what is just there yet is read', { committed: 100, stored: 100 }, 100],
  ['what was handled up to the end goes on there', { committed: 200, stored: 200 }, 200],
])('%s', (_what, also, first) => {
  expect(decideStart(start(also))).toBe(first);
});

test.each<readonly [what: string, also: Partial<PartitionStart>, count: number]>([
  ['Kafka’s offset', { committed: 90, stored: 150 }, 10],
  ['the database’s position', { committed: 150, stored: 99 }, 1],
  ['the offset of a handler without positions', { keepsPositions: false, committed: 40 }, 60],
])('records between %s and the beginning of the log are missing, and counted', (_what, also, count) => {
  expect(() => decideStart(start(also))).toThrow(
    expect.objectContaining({ code: 'ENTSYNC_RECORDS_MISSING', topic: 'deliveries', partition: 3, count }),
  );
});

test.each<readonly [what: string, also: Partial<PartitionStart>, count: number]>([
  ['Kafka’s offset', { keepsPositions: false, committed: 201 }, 1],
  ['the database’s position, while Kafka’s offset is of the new log', { committed: 150, stored: 1_000 }, 800],
  ['the database’s position, while Kafka knows nothing', { stored: 1_000 }, 800],
])('a log that ends before %s has lost its end: that is not taken for caught up', (_what, also, count) => {
  expect(() => decideStart(start(also))).toThrow(
    expect.objectContaining({ code: 'ENTSYNC_RECORDS_MISSING', count, message: expect.stringContaining('ends') }),
  );
});

test('a loss is told with the command that accepts it', () => {
  expect(() => decideStart(start({ committed: 90, stored: 90 }))).toThrow('entsync topics accept-loss deliveries');
});

test('what the database has is a replay, what comes after it is not', () => {
  const progress = assigned({ committed: 120, stored: 180 }, 120);
  expect([120, 179, 180].map((offset) => progress.isReplay('deliveries', 3, offset))).toEqual([true, true, false]);
});

test('a record that comes again after it was handled is a replay', () => {
  const progress = assigned({ committed: 120 }, 120);
  expect(progress.isReplay('deliveries', 3, 120)).toBe(false);
  progress.handled('deliveries', 3, 121);
  expect(progress.isReplay('deliveries', 3, 120)).toBe(true);
});

test('what a position of another log would call a replay is not one', () => {
  const progress = assigned({ stored: 1_000 }, 100);
  expect(progress.isReplay('deliveries', 3, 150)).toBe(false);
});

test('records follow on what was handled, or come again; a gap is missing', () => {
  const progress = assigned({}, 100);
  progress.handled('deliveries', 3, 110);
  expect(() => progress.checkFollows('deliveries', 3, 110)).not.toThrow();
  expect(() => progress.checkFollows('deliveries', 3, 105)).not.toThrow();
  expect(() => progress.checkFollows('deliveries', 3, 113)).toThrow(expect.objectContaining({ count: 3 }));
});

test('a partition is never handled backwards', () => {
  const progress = assigned({}, 100);
  progress.handled('deliveries', 3, 150);
  progress.handled('deliveries', 3, 140);
  expect(progress.assigned()).toEqual([{ topic: 'deliveries', partition: 3, next: 150 }]);
});

test('a partition is caught up at the end that the log had when it was assigned', () => {
  const progress = assigned({}, 199);
  expect(progress.isCaughtUp('deliveries', 3)).toBe(false);
  progress.handled('deliveries', 3, 200);
  expect(progress.isCaughtUp('deliveries', 3)).toBe(true);
  expect(progress.isCaughtUp('deliveries', 4)).toBe(false);
});

test('a partition is read up to a time only when nothing that was fetched is left', () => {
  const progress = assigned({}, 200);
  progress.readEverythingAt(5_000);
  expect(progress.readUpTo('deliveries', 3)).toBe(5_000);
  progress.fetched('deliveries', 3, 201);
  progress.readEverythingAt(6_000);
  expect(progress.readUpTo('deliveries', 3)).toBe(5_000);
  progress.handled('deliveries', 3, 201);
  progress.readEverythingAt(7_000);
  expect(progress.readUpTo('deliveries', 3)).toBe(7_000);
});

test('a partition that was taken away is not known any more', () => {
  const progress = assigned({}, 100);
  progress.clear();
  expect(progress.isAssigned('deliveries', 3)).toBe(false);
  expect(progress.assigned()).toEqual([]);
});

test('an append time that was cut to a millisecond is taken at that millisecond’s end', () => {
  expect(appendTimeOf('1800000000123')).toBe(1_800_000_000_123_999);
});
