import { afterAll, beforeAll, expect, test } from 'vitest';

import { expectNoCanaries } from '../canary/expect-no-canaries.ts';
import { makeCrowd, withSuperuser } from '../system/crowd.ts';
import { logsInToPostgres } from '../system/log-in.ts';
import { eventually, TestSystem } from '../system/system.ts';
import { Load } from './load.ts';

const PEOPLE = 200;
const BURST = 80;
const IN_FLIGHT_AT_LEAST = 50;

/** Each service twice, each server once. */
const VICTIMS = [
  ...['mapping-store', 'sync-router', 'adapter-postgresql', 'admin', 'adapter-ldap'].flatMap((name) => [name, name]),
  'kafka',
  'postgres',
];

let system: TestSystem;
let load: Load;

beforeAll(async () => {
  system = await TestSystem.start();
  const { names } = await makeCrowd(system, PEOPLE);
  load = new Load(await system.producer(), names);
  await load.burst(PEOPLE);
  await eventually('the first passwords are set', async () => (await countOwed()) === 0, 60);
});

afterAll(async () => {
  await system.remove();
});

test.each(VICTIMS.map((name, index) => ({ name, index })))(
  '$name dies while changes are in flight ($index), and is started again',
  async ({ name }) => {
    const before = await countApplied();
    await load.burst(BURST);
    const pid = system.kill(name);
    const applied = (await countApplied().catch(() => before)) - before;
    expect(BURST - applied).toBeGreaterThanOrEqual(IN_FLIGHT_AT_LEAST);
    await load.burst(BURST / 4);
    await system.untilReplaced(name, pid);
  },
);

test('every account logs in with its newest password and with no older one', { timeout: 300_000 }, async () => {
  await eventually('everything that was announced is decided', allDecided, 120);
  await eventually('nothing is owed any more', async () => (await countOwed()) === 0, 120);
  const wrong: string[] = [];
  for (const { name, newest, older } of load.expected) {
    if (!(await logsIn(name, newest.password))) wrong.push(`${name} is refused with its newest password`);
    for (const { password } of older.slice(-2)) {
      if (await logsIn(name, password)) wrong.push(`${name} is let in with an older password`);
    }
  }
  expect(wrong).toEqual([]);
});

test('none of these passwords can be read anywhere, whatever died when', async () => {
  const some = load.expected.filter((_each, index) => index % 20 === 0);
  await expectNoCanaries(
    system,
    some.map(({ newest }) => newest.password),
  );
});

function logsIn(name: string, password: string): Promise<boolean> {
  return logsInToPostgres(system.run.example.postgresql, name, password);
}

async function allDecided(): Promise<boolean> {
  const newest = load.expected.map((each) => each.newest.trackingId);
  const decided = await count('select count(distinct tracking_id) from store.changes where tracking_id = any($1)', [
    newest,
  ]);
  return decided === newest.length;
}

async function countOwed(): Promise<number> {
  return count(`select count(*) from store.deliveries where state in ('published', 'held-back', 'parked')`);
}

async function countApplied(): Promise<number> {
  return count(`select count(*) from store.deliveries where state = 'applied'`);
}

function count(text: string, values: unknown[] = []): Promise<number> {
  return withSuperuser(system, 'postgres', 'entsync', async (client) => {
    const { rows } = await client.query<{ count: string }>(text, values);
    return Number(rows[0]?.count);
  });
}
