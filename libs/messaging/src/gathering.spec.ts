import { expect, test } from 'vitest';

import { Gathering } from './gathering.ts';

test('what comes at the same moment is handled together, and what comes meanwhile after it', async () => {
  const groups: string[][] = [];
  const meanwhile: Promise<void>[] = [];
  const gathering = new Gathering<string>((items) => {
    groups.push([...items]);
    if (groups.length === 1) meanwhile.push(gathering.add('c'), gathering.add('d'));
    return new Promise((resolve) => setImmediate(resolve));
  });
  await Promise.all([gathering.add('a'), gathering.add('b')]);
  await Promise.all(meanwhile);
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('each item settles as its group did, and the next group is handled all the same', async () => {
  let calls = 0;
  const gathering = new Gathering<string>(() => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('first group')) : Promise.resolve();
  });
  const first = await Promise.allSettled([gathering.add('a'), gathering.add('b')]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(gathering.add('c')).resolves.toBeUndefined();
});
