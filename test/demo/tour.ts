import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryAnswer, TrackedChange } from '@entsync/api-client';
import { generateToken } from '@entsync/secrets';

import { changeOwnPassword } from '../system/change-in-directory.ts';
import { logsInToLdap, logsInToPostgres } from '../system/log-in.ts';
import { eventually, type TestSystem } from '../system/system.ts';

type Say = (line: string) => void;

const ANN = 'CORP\\ann';
const MILLISECOND = 1_000;

/** What works, step by step. Each step proves itself by logging in, and throws when that fails. */
export const TOUR: readonly { readonly title: string; readonly needsLab: boolean; readonly step: Step }[] = [
  { title: "Ann's new Windows password reaches every system that is mapped to her", needsLab: false, step: oneChange },
  { title: 'The newest of ten changes wins', needsLab: false, step: tenChanges },
  { title: 'The store dies right after it was told; nothing is lost', needsLab: false, step: deadStore },
  { title: 'What Ann changes in a directory reaches the store, and nothing else', needsLab: true, step: ownChange },
];

type Step = (system: TestSystem, say: Say) => Promise<void>;

async function oneChange(system: TestSystem, say: Say): Promise<void> {
  const [first, second] = [newPassword(), newPassword()];
  await system.untilSettled(await system.announce(ANN, first));
  const tracked = await system.untilSettled(await system.announce(ANN, second));
  showHops(tracked, say);
  await proveEverywhere(system, { newest: second, older: first }, say);
}

async function tenChanges(system: TestSystem, say: Say): Promise<void> {
  const passwords = Array.from({ length: 10 }, newPassword);
  let last = '';
  for (const password of passwords) last = await system.announce(ANN, password);
  await system.untilSettled(last);
  say('  ten changes were announced one right after the other');
  await proveEverywhere(system, { newest: passwords.at(-1) ?? '', older: passwords.at(-2) ?? '' }, say);
}

async function deadStore(system: TestSystem, say: Say): Promise<void> {
  const [older, newest] = [newPassword(), newPassword()];
  await system.untilSettled(await system.announce(ANN, older));
  const startedAt = performance.now();
  const trackingId = await system.announce(ANN, newest);
  const pid = system.kill('mapping-store');
  say(`  kill -9 ${pid}, the store`);
  await system.untilReplaced('mapping-store', pid);
  await system.untilSettled(trackingId);
  say(`  applied everywhere ${((performance.now() - startedAt) / 1_000).toFixed(1)} s after it was announced`);
  await proveEverywhere(system, { newest, older }, say);
}

async function ownChange(system: TestSystem, say: Say): Promise<void> {
  const [before, chosen] = [newPassword(), newPassword()];
  await system.untilSettled(await system.announce(ANN, before));
  const openldap = lab(system);
  const { dn, adapter } = openldap.users.find(({ user }) => user === ANN) ?? { dn: '', adapter: '' };
  const startedAt = performance.now();
  await changeOwnPassword(openldap, dn, { from: before, to: chosen });
  await eventually('the store has it', async () => {
    const [person] = await system.store.people(ANN);
    return person?.changes.some((each) => each.system === adapter && each.state === 'accepted') === true;
  });
  say(`  ${dn} chose a new password; the store had it ${(performance.now() - startedAt).toFixed(0)} ms later`);
  await sleep(MILLISECOND);
  prove(
    await logsInToPostgres(system.run.example.postgresql, 'ann', before),
    'the database still takes the one before',
    say,
  );
  prove(await logsInToLdap(openldap, dn, chosen), `${adapter} takes her own choice`, say);
}

/** Logs in to every system with the newest password, and tries the older one. */
async function proveEverywhere(
  system: TestSystem,
  { newest, older }: { newest: string; older: string },
  say: Say,
): Promise<void> {
  const { postgresql } = system.run.example;
  prove(await logsInToPostgres(postgresql, 'ann', newest), 'the database takes the new password', say);
  prove(!(await logsInToPostgres(postgresql, 'ann', older)), 'and not the one before', say);
  if (system.run.lab === undefined) return;
  for (const { adapter, dn } of lab(system).users.filter(({ user }) => user === ANN)) {
    prove(await logsInToLdap(lab(system), dn, newest), `${adapter} takes the new password`, say);
    prove(!(await logsInToLdap(lab(system), dn, older)), 'and not the one before', say);
  }
}

function showHops({ changes: [change], deliveries }: TrackedChange, say: Say): void {
  if (change === undefined) throw new Error('The change is not known.');
  const after = (time: number | null, from: number): string =>
    time === null ? '-' : `${((time - from) / MILLISECOND).toFixed(0)} ms`;
  for (const { adapter, firstPublishedAt, appliedAt } of deliveries as readonly DeliveryAnswer[]) {
    say(
      `  ${adapter.padEnd(20)} decided after ${after(firstPublishedAt, change.changedAt)}, applied after ${after(appliedAt, change.changedAt)}`,
    );
  }
}

function prove(holds: boolean, what: string, say: Say): void {
  if (!holds) throw new Error(`This does not hold: ${what}.`);
  say(`  ✓ ${what}`);
}

function lab(system: TestSystem) {
  const { lab: running } = system.run;
  if (running === undefined) throw new Error('There is no lab.');
  return running.openldap;
}

function newPassword(): string {
  return `Tour-${generateToken()}`;
}
