import { afterAll, beforeAll, expect, test } from 'vitest';

import { logsInToPostgres } from './system/log-in.ts';
import { TestSystem } from './system/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(async () => {
  await system.remove();
});

test("Ann's new Windows password logs in to the database, and the one before does not", async () => {
  const { postgresql } = system.run.example;
  await system.untilSettled(await system.announce('CORP\\ann', 'Frosty-Meadow-1'));
  await system.untilSettled(await system.announce('CORP\\ann', 'Sunny-Harbour-2'));
  expect(await logsInToPostgres(postgresql, 'ann', 'Sunny-Harbour-2')).toBe(true);
  expect(await logsInToPostgres(postgresql, 'ann', 'Frosty-Meadow-1')).toBe(false);
});

test('what was settled stays settled over a restart, and changes go on', async () => {
  const { postgresql } = system.run.example;
  await system.untilSettled(await system.announce('CORP\\bob', 'Before-Restart-3'));
  await system.halt();
  await system.startAgain();
  expect(await logsInToPostgres(postgresql, 'bob', 'Before-Restart-3')).toBe(true);
  await system.untilSettled(await system.announce('CORP\\bob', 'After-Restart-4'));
  expect(await logsInToPostgres(postgresql, 'bob', 'After-Restart-4')).toBe(true);
});
