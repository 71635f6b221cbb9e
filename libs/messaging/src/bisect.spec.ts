import { expect, test } from 'vitest';

import { handleBisecting, positionsAfter } from './bisect.ts';
import type { ConsumedRecord, Position, RecordBatch } from './consumed-record.ts';

const record = (offset: number, partition = 0): ConsumedRecord => ({
  topic: 'changes',
  partition,
  offset,
  key: null,
  value: null,
  headers: {},
  appendedAt: 0,
  isReplay: false,
});

const RECORDS = Array.from({ length: 9 }, (_none, offset) => record(offset));
const OUTAGE = new Error('outage');

/** Handles batches without a poison record, as a transaction would: all of a batch or nothing. */
async function handle(records: readonly ConsumedRecord[], poison: ReadonlyMap<number, Error>) {
  const handled: number[] = [];
  const givenUp: number[] = [];
  const positions: Position[] = [];
  let calls = 0;
  await handleBisecting(records, {
    handle: (batch: RecordBatch) => {
      calls += 1;
      const error = batch.records.map(({ offset }) => poison.get(offset)).find((each) => each !== undefined);
      if (error !== undefined) return Promise.reject(error);
      handled.push(...batch.records.map(({ offset }) => offset));
      return Promise.resolve({ publish: [], rejected: [] });
    },
    isOutage: (error) => error === OUTAGE,
    giveUp: (each, position) => {
      givenUp.push(each.offset);
      positions.push(position);
      return Promise.resolve();
    },
  });
  return { handled, givenUp, positions, calls };
}

test('a batch that succeeds is handled once, as a whole', async () => {
  expect(await handle(RECORDS, new Map())).toMatchObject({
    handled: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    givenUp: [],
    calls: 1,
  });
});

test.each([[[0]], [[4]], [[8]], [[0, 8]], [[3, 4, 5]], [[0, 1, 2, 3, 4, 5, 6, 7, 8]]])(
  'of a batch with the poison records %j all others are handled, in order, and those alone are given up',
  async (poison) => {
    const result = await handle(RECORDS, new Map(poison.map((offset) => [offset, new Error('poison')])));
    expect(result.givenUp).toEqual(poison);
    expect(result.handled).toEqual(RECORDS.map(({ offset }) => offset).filter((offset) => !poison.includes(offset)));
  },
);

test('what is given up is told with the position after it', async () => {
  const { positions } = await handle(RECORDS, new Map([[4, new Error('poison')]]));
  expect(positions).toEqual([{ topic: 'changes', partition: 0, next: 5 }]);
});

test('one poison record among many costs few attempts', async () => {
  const many = Array.from({ length: 1_024 }, (_none, offset) => record(offset));
  expect((await handle(many, new Map([[700, new Error('poison')]]))).calls).toBe(21);
});

test('an outage is not held against the records, be there only one', async () => {
  await expect(handle([record(0)], new Map([[0, OUTAGE]]))).rejects.toBe(OUTAGE);
  await expect(handle(RECORDS, new Map([[4, OUTAGE]]))).rejects.toBe(OUTAGE);
});

test('nothing is nothing to handle', async () => {
  expect((await handle([], new Map())).calls).toBe(0);
});

test('each partition stands behind its last record', () => {
  expect(positionsAfter([record(4), record(7, 1), record(5)])).toEqual([
    { topic: 'changes', partition: 0, next: 6 },
    { topic: 'changes', partition: 1, next: 8 },
  ]);
});
