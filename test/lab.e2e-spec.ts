import { setTimeout as sleep } from 'node:timers/promises';

import type { PersonAnswer } from '@entsync/api-client';
import { ConstraintViolationError } from 'ldapts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { expectNoCanaries } from './canary/expect-no-canaries.ts';
import { freshCanary } from './canary/fresh-canary.ts';
import { changeOwnPassword } from './system/change-in-directory.ts';
import { logsInToLdap, logsInToPostgres } from './system/log-in.ts';
import { eventually, TestSystem } from './system/system.ts';

/** Longer than a change needs to go all the way and back, in milliseconds. */
const A_WHILE = 3_000;
/** For writes to the directory while the adapter's service is away, in milliseconds. */
const AT_ONCE = 1_000;

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start({ lab: true });
});

afterAll(async () => {
  await system.remove();
});

const canaries = new Map<string, string>();

/** A password that nobody has used before; the same one for the same name. */
function canary(name: string): string {
  const password = canaries.get(name) ?? freshCanary('ASCII');
  canaries.set(name, password);
  return password;
}

function directory() {
  const { lab } = system.run;
  if (lab === undefined) throw new Error('There is no lab.');
  return lab.openldap;
}

function dnOf(user: string, adapter: string): string {
  const known = directory().users.find((each) => each.user === user && each.adapter === adapter);
  if (known === undefined) throw new Error(`${user} is not in ${adapter}.`);
  return known.dn;
}

async function person(account: string): Promise<PersonAnswer> {
  const [found] = await system.store.people(account);
  if (found === undefined) throw new Error(`${account} is not known.`);
  return found;
}

/** How many changes have been captured at the adapter and accepted as news. */
async function newsFrom(adapter: string, account: string): Promise<number> {
  const { changes } = await person(account);
  return changes.filter(({ system: source, state }) => source === adapter && state === 'accepted').length;
}

test('one change reaches the database and both trees, and goes nowhere twice', async () => {
  const trackingId = await system.announce('CORP\\ann', canary('first'));
  const { deliveries } = await system.untilSettled(trackingId);
  expect(deliveries.map(({ adapter }) => adapter).toSorted()).toEqual([
    'apps-ldap',
    'example-postgresql',
    'staff-ldap',
  ]);
  expect(await logsInToPostgres(system.run.example.postgresql, 'ann', canary('first'))).toBe(true);
  expect(await logsInToLdap(directory(), dnOf('CORP\\ann', 'staff-ldap'), canary('first'))).toBe(true);
  expect(await logsInToLdap(directory(), dnOf('CORP\\ann', 'apps-ldap'), canary('first'))).toBe(true);

  await eventually('both directories have reported what EntSync wrote', async () => {
    const { changes } = await person('CORP\\ann');
    return changes.filter(({ state }) => state === 'echo').length === 2;
  });
  await sleep(A_WHILE);
  const after = await person('CORP\\ann');
  expect(after.changes.filter(({ state }) => state === 'accepted')).toHaveLength(1);
  expect(after.deliveries).toHaveLength(3);
  expect(after.deliveries.every(({ revision }) => revision === 1)).toBe(true);
});

test('what a person changes in one directory is in the store, and nowhere else', async () => {
  await system.untilSettled(await system.announce('CORP\\bob', canary("Bob's first")));
  const dn = dnOf('CORP\\bob', 'staff-ldap');
  const before = await person('CORP\\bob');
  await changeOwnPassword(directory(), dn, { from: canary("Bob's first"), to: canary("Bob's own") });
  await eventually('the store has it', async () => (await newsFrom('staff-ldap', 'CORP\\bob')) === 1);
  await sleep(A_WHILE);

  const after = await person('CORP\\bob');
  const storedAt = (each: PersonAnswer, adapter: string): number =>
    each.targets.find((target) => target.adapter === adapter)?.storedSince ?? 0;
  expect(storedAt(after, 'staff-ldap')).toBeGreaterThan(storedAt(before, 'staff-ldap'));
  expect(storedAt(after, 'apps-ldap')).toBe(storedAt(before, 'apps-ldap'));
  expect(after.windowsPasswordSince).toBe(before.windowsPasswordSince);
  expect(after.deliveries).toHaveLength(before.deliveries.length);
  expect(await logsInToLdap(directory(), dn, canary("Bob's own"))).toBe(true);
  expect(await logsInToLdap(directory(), dnOf('CORP\\bob', 'apps-ldap'), canary("Bob's first"))).toBe(true);
  expect(await logsInToPostgres(system.run.example.postgresql, 'bob', canary("Bob's first"))).toBe(true);
});

test("with the adapter's service away a directory takes changes at once, and they arrive later", async () => {
  await system.untilSettled(await system.announce('CORP\\carol', canary("Carol's first")));
  const { pid = 0 } = system.run.services['adapter-ldap'] ?? {};
  process.kill(pid, 'SIGSTOP');
  const startedAt = performance.now();
  try {
    const dn = dnOf('CORP\\carol', 'apps-ldap');
    await changeOwnPassword(directory(), dn, { from: canary("Carol's first"), to: canary("Carol's own") });
    expect(performance.now() - startedAt).toBeLessThan(AT_ONCE);
    expect(await newsFrom('apps-ldap', 'CORP\\carol')).toBe(0);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
  await eventually('the store has it', async () => (await newsFrom('apps-ldap', 'CORP\\carol')) === 1);
});

test('a change that the directory refuses reaches no one', async () => {
  await system.untilSettled(await system.announce('CORP\\ann', canary('last')));
  const dn = dnOf('CORP\\ann', 'staff-ldap');
  await expect(changeOwnPassword(directory(), dn, { from: canary('last'), to: 'x' })).rejects.toThrow(
    ConstraintViolationError,
  );
  await sleep(A_WHILE);
  expect(await newsFrom('staff-ldap', 'CORP\\ann')).toBe(0);
  expect(await logsInToLdap(directory(), dn, canary('last'))).toBe(true);
});

test('none of these passwords can be read anywhere', async () => {
  await expectNoCanaries(system, [...canaries.values()]);
});
