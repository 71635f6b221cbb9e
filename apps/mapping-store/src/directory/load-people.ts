import type { EntityManager } from 'typeorm';

import type { Mapping, WindowsUser } from './entities.ts';
import { storedPasswordColumns, toStoredPassword, type StoredPasswordColumns } from './stored-password-columns.ts';

/**
 * Windows users, with those who share an external account with them, and all mappings of theirs. The users' rows are locked.
 */
export interface People {
  readonly usersById: ReadonlyMap<number, WindowsUser>;
  readonly usersByAccount: ReadonlyMap<string, WindowsUser>;
  readonly mappings: readonly Mapping[];
}

/** An external account, by its adapter. */
export interface AccountOfAdapter {
  readonly adapterId: number;
  readonly account: string;
}

interface UserRow extends StoredPasswordColumns {
  readonly id: number;
  readonly account: string;
  readonly domain: string;
  readonly name: string;
  readonly object_id: string | null;
}

interface MappingRow extends StoredPasswordColumns {
  readonly id: number;
  readonly application_id: number;
  readonly windows_user_id: number;
  readonly account: string;
  readonly account_id: string | null;
  readonly enabled: boolean;
}

/**
 * Loads whoever is concerned by changes of these Windows accounts or external accounts. Every flow does this first and locks the users in id
 * order: that is what keeps two transactions from deciding about the same person at once.
 */
export async function loadPeople(
  manager: EntityManager,
  windowsAccounts: readonly string[],
  externalAccounts: readonly AccountOfAdapter[],
): Promise<People> {
  const users = await lockUsers(manager, windowsAccounts, externalAccounts);
  const mappings = await loadMappings(
    manager,
    users.map(({ id }) => id),
  );
  return {
    usersById: new Map(users.map((user) => [user.id, user])),
    usersByAccount: new Map(users.map((user) => [user.account, user])),
    mappings,
  };
}

async function lockUsers(
  manager: EntityManager,
  windowsAccounts: readonly string[],
  externalAccounts: readonly AccountOfAdapter[],
): Promise<WindowsUser[]> {
  const rows = (await manager.query(
    `with named as (
       select id from windows_users where account = any($1::text[])
       union
       select m.windows_user_id
       from unnest($2::integer[], $3::text[]) as wanted (adapter_id, account)
       join mappings m on m.account = wanted.account
       join applications a on a.id = m.application_id and a.adapter_id = wanted.adapter_id),
     concerned as (
       select id from named
       union
       select other.windows_user_id
       from mappings m
       join applications a on a.id = m.application_id
       join mappings other on other.account = m.account and other.windows_user_id <> m.windows_user_id
       join applications b on b.id = other.application_id and b.adapter_id = a.adapter_id
       where m.windows_user_id in (select id from named))
     select u.id, u.account, u.domain, u.name, u.object_id, ${storedPasswordColumns('u')}
     from windows_users u
     where u.id in (select id from concerned)
     order by u.id
     for update of u`,
    [
      windowsAccounts,
      externalAccounts.map(({ adapterId }) => adapterId),
      externalAccounts.map(({ account }) => account),
    ],
  )) as UserRow[];
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    written: `${row.domain}\\${row.name}`,
    objectId: row.object_id,
    stored: toStoredPassword(row),
  }));
}

async function loadMappings(manager: EntityManager, userIds: readonly number[]): Promise<Mapping[]> {
  if (userIds.length === 0) return [];
  const rows = (await manager.query(
    `select m.id, m.application_id, m.windows_user_id, m.account, m.account_id, m.enabled, ${storedPasswordColumns('m')}
     from mappings m
     where m.windows_user_id = any($1::integer[])
     order by m.id`,
    [userIds],
  )) as MappingRow[];
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.application_id,
    windowsUserId: row.windows_user_id,
    account: row.account,
    accountId: row.account_id,
    enabled: row.enabled,
    stored: toStoredPassword(row),
  }));
}
