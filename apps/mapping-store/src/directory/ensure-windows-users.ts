import { parseWindowsAccount, windowsAccount } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

/** Every Windows user whose change was admitted has a row: its stored Windows password is kept there, mapped or not (W11). */
export async function ensureWindowsUsers(manager: EntityManager, written: readonly string[]): Promise<void> {
  const users = new Map<string, { domain: string; user: string }>();
  for (const account of written) {
    const parsed = parseWindowsAccount(account);
    if (parsed !== undefined) users.set(windowsAccount(parsed.domain, parsed.user), parsed);
  }
  if (users.size === 0) return;
  await manager.query(
    `insert into windows_users (account, domain, name)
     select w.* from unnest($1::text[], $2::text[], $3::text[]) as w (account, domain, name)
     where not exists (select from windows_users u where u.account = w.account)
     on conflict (account) do nothing`,
    [[...users.keys()], [...users.values()].map(({ domain }) => domain), [...users.values()].map(({ user }) => user)],
  );
}
