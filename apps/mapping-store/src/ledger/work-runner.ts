import { DEFAULT_LEDGER_LIMITS, MICROS_PER_HOUR, type LedgerLimits, type Micros } from '@entsync/domain';
import type { DataSource, EntityManager } from 'typeorm';

import { loadDirectory, type Directory } from '../directory/load-directory.ts';
import { loadPeople, type AccountOfAdapter } from '../directory/load-people.ts';
import { PeopleInWork } from '../intake/people-in-work.ts';
import type { StoreKeys } from '../keys/store-keys.ts';
import { fillOtherFields } from './fill-other-fields.ts';
import { loadLedgers } from './load-accounts.ts';
import { saveAccounts } from './save-work.ts';
import { Work } from './work.ts';

export interface WorkParts {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  /** Microseconds, broker time. */
  readonly now: () => Micros;
  readonly limits?: Partial<LedgerLimits>;
}

/** Which people a transaction is about. */
export interface Concerned {
  readonly windowsAccounts: readonly string[];
  readonly externalAccounts: readonly AccountOfAdapter[];
}

/** A transaction that is open, with everything that decisions look at. */
export interface OpenWork {
  readonly manager: EntityManager;
  readonly directory: Directory;
  readonly work: Work;
  readonly people: PeopleInWork;
}

/** Begins work in a transaction: limits and time are the same for every flow. */
export function beginWork({ keys, now, limits }: WorkParts, directory: Directory): Work {
  const syncAge = directory.system.syncAgeHours * MICROS_PER_HOUR;
  return new Work(keys.cipher, now(), { ...DEFAULT_LEDGER_LIMITS, syncAge, ...limits });
}

/** Locks the people, loads their ledgers. */
export async function loadConcerned(
  manager: EntityManager,
  directory: Directory,
  work: Work,
  { windowsAccounts, externalAccounts }: Concerned,
): Promise<PeopleInWork> {
  const loaded = await loadPeople(manager, windowsAccounts, externalAccounts);
  const people = new PeopleInWork(loaded, directory, externalAccounts);
  await loadLedgers(manager, people.states, work.now - work.limits.syncAge);
  return people;
}

/** Writes what was decided. */
export async function saveWork({ manager, directory, work, people }: OpenWork): Promise<void> {
  await Promise.all([saveAccounts(manager, people.states), fillOtherFields(manager, work, people.facts, directory)]);
}

/** Runs one transaction about some people: locks them, lets `decide` decide, writes what was decided. Answers the work, for publishing. */
export async function runWork(
  parts: WorkParts,
  concerned: (directory: Directory) => Concerned,
  decide: (open: OpenWork) => void | Promise<void>,
): Promise<Work> {
  return parts.source.transaction(async (manager) => {
    const directory = await loadDirectory(manager);
    const work = beginWork(parts, directory);
    const people = await loadConcerned(manager, directory, work, concerned(directory));
    const open = { manager, directory, work, people };
    await decide(open);
    await saveWork(open);
    return work;
  });
}
