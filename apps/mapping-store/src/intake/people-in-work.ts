import { accountKey, WINDOWS, type AccountRef } from '@entsync/domain';

import type { Adapter, Application, Mapping, WindowsUser } from '../directory/entities.ts';
import type { Directory } from '../directory/load-directory.ts';
import type { AccountOfAdapter, People } from '../directory/load-people.ts';
import { AccountState } from '../ledger/account-state.ts';
import { PasswordHolder } from '../ledger/password-holder.ts';

/** A mapping with all that decides about it. */
export interface MappingFacts {
  readonly mapping: Mapping;
  readonly application: Application;
  readonly user: WindowsUser;
  readonly holder: PasswordHolder;
}

/** The people that a batch is about: their accounts, with one ledger each, and their mappings. */
export class PeopleInWork {
  readonly states: readonly AccountState[];
  /** All mappings of the people. */
  readonly facts: readonly MappingFacts[];
  readonly #people: People;
  readonly #states = new Map<string, AccountState>();

  /** @param captured external accounts whose ledger is needed even where nobody is mapped to them */
  constructor(people: People, directory: Directory, captured: readonly AccountOfAdapter[]) {
    this.#people = people;
    this.facts = people.mappings.flatMap((mapping) => factsOf(mapping, people, directory));
    for (const user of people.usersById.values()) this.#addWindows(user);
    for (const facts of this.facts) this.#addExternal(facts, directory);
    for (const each of captured) this.#addCaptured(each, directory);
    this.states = [...this.#states.values()];
  }

  user(account: string): WindowsUser | undefined {
    return this.#people.usersByAccount.get(account);
  }

  state(ref: AccountRef): AccountState | undefined {
    return this.#states.get(accountKey(ref));
  }

  mappingsOfUser(user: WindowsUser): readonly MappingFacts[] {
    return this.facts.filter(({ mapping }) => mapping.windowsUserId === user.id);
  }

  /** All mappings of an external account over the applications of its adapter. */
  mappingsOfAccount(adapter: Adapter, account: string): readonly MappingFacts[] {
    return this.facts.filter(
      ({ mapping, application }) => application.adapterId === adapter.id && mapping.account === account,
    );
  }

  #addWindows(user: WindowsUser): void {
    const ref = { system: WINDOWS, account: user.account };
    this.#states.set(
      accountKey(ref),
      new AccountState(ref, undefined, [new PasswordHolder('windows_users', user)], user.written),
    );
  }

  #addExternal({ mapping, application, user }: MappingFacts, directory: Directory): void {
    const adapter = application.adapterId === null ? undefined : directory.adapters.get(application.adapterId);
    if (adapter === undefined) return;
    const ref = { system: adapter.name, account: mapping.account };
    if (this.#states.has(accountKey(ref))) return;
    const holders = this.mappingsOfAccount(adapter, mapping.account).map(({ holder }) => holder);
    this.#states.set(accountKey(ref), new AccountState(ref, adapter, holders, user.written));
  }

  #addCaptured({ adapterId, account }: AccountOfAdapter, directory: Directory): void {
    const adapter = directory.adapters.get(adapterId);
    if (adapter === undefined) return;
    const ref = { system: adapter.name, account };
    if (!this.#states.has(accountKey(ref)))
      this.#states.set(accountKey(ref), new AccountState(ref, adapter, [], undefined));
  }
}

function factsOf(mapping: Mapping, people: People, directory: Directory): MappingFacts[] {
  const application = directory.applications.get(mapping.applicationId);
  const user = people.usersById.get(mapping.windowsUserId);
  if (application === undefined || user === undefined) return [];
  return [{ mapping, application, user, holder: new PasswordHolder('mappings', mapping) }];
}
