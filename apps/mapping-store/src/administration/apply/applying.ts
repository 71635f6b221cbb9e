import { isDeepStrictEqual } from 'node:util';

import type { EntityManager } from 'typeorm';

import type { Directory } from '../../directory/load-directory.ts';
import type { StoreKeys } from '../../keys/store-keys.ts';
import type { ApplyChange, ApplyProblem, DocumentPath } from './apply-document.ts';

/** One run of `apply`, within its transaction: what it knows, what it changed, what it could not. */
export class Applying {
  readonly manager: EntityManager;
  readonly keys: StoreKeys;
  /** As it was before. */
  readonly directory: Directory;
  readonly changes: ApplyChange[] = [];
  readonly problems: ApplyProblem[] = [];
  /** Adapters that differ from before, by id. */
  readonly touchedAdapters = new Set<number>();
  /** Accounts whose deliveries are not owed any more. */
  readonly orphaned: { readonly adapterId: number; readonly account: string }[] = [];

  constructor(manager: EntityManager, keys: StoreKeys, directory: Directory) {
    this.manager = manager;
    this.keys = keys;
    this.directory = directory;
  }

  refuse(path: DocumentPath, message: string, eventId?: number): void {
    this.problems.push({ path, message, ...(eventId === undefined ? {} : { eventId }) });
  }

  note(what: ApplyChange['what'], name: string, how: ApplyChange['how'], details: readonly string[] = []): void {
    this.changes.push({ what, name, how, details });
  }
}

/** What differs, for people: `field: before -> after`. */
export function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(after)
    .filter(([name, value]) => !isDeepStrictEqual(before[name], value))
    .map(([name, value]) => `${name}: ${JSON.stringify(before[name])} -> ${JSON.stringify(value)}`);
}

/** What a document names replaces what was there; the rest stays as it is. */
export function overlay<T extends object>(
  before: T,
  wanted: { readonly [Name in keyof T]?: T[Name] | undefined } | undefined,
): T {
  const named = Object.entries(wanted ?? {}).filter(([name, value]) => name in before && value !== undefined);
  return { ...before, ...Object.fromEntries(named) };
}
