import { setImmediate as nextRound } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { Turns } from './turns.ts';

const never = new AbortController().signal;

describe('taking turns', () => {
  test('so many run at once, and the others in the order in which they came', async () => {
    const turns = new Turns(2);
    const started: number[] = [];
    const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const works = ends.map((end, index) =>
      turns.take(never, async () => {
        started.push(index);
        await end.promise;
        return index;
      }),
    );
    await nextRound();
    expect(started).toEqual([0, 1]);
    ends[1]?.resolve();
    await nextRound();
    expect(started).toEqual([0, 1, 2]);
    for (const end of ends) end.resolve();
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3]);
  });

  test('a turn ends when its work fails', async () => {
    const turns = new Turns(1);
    await expect(turns.take(never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await turns.take(never, () => Promise.resolve('next'))).toBe('next');
  });

  test('who is aborted while waiting does not start, and holds nobody up', async () => {
    const turns = new Turns(1);
    const first = Promise.withResolvers<void>();
    const abort = new AbortController();
    const running = turns.take(never, () => first.promise);
    const aborted = turns.take(abort.signal, () => Promise.resolve('never'));
    const last = turns.take(never, () => Promise.resolve('last'));
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'TARGET_TIMEOUT' });
    first.resolve();
    await running;
    expect(await last).toBe('last');
  });
});
