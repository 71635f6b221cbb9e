import { canonicalAccount, parseWindowsAccount, windowsAccount, type AccountForm } from '@entsync/domain';

import { ensureWindowsUsers } from '../../directory/ensure-windows-users.ts';
import type { DocumentPath, WantedMapping } from './apply-document.ts';
import type { Applying } from './applying.ts';
import { KnownMappings, type MappingRow } from './known-mappings.ts';

interface ApplicationRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly adapter_id: number | null;
  readonly account_form: AccountForm | null;
}

/** Makes, changes or deletes mappings. Within an individual application they are one to one, on both sides. */
export async function applyMappings(
  applying: Applying,
  wanted: readonly WantedMapping[],
  path: DocumentPath,
): Promise<void> {
  if (wanted.length === 0) return;
  await ensureWindowsUsers(
    applying.manager,
    wanted.map(({ windows }) => windows),
  );
  const tables = await loadTables(applying, wanted);
  for (const [index, each] of wanted.entries()) await applyMapping(applying, each, [...path, index], tables);
  await insertMappings(applying, tables.created);
}

interface Tables {
  readonly applications: ReadonlyMap<string, ApplicationRow>;
  readonly users: ReadonlyMap<string, number>;
  /** Kept up to date while mappings are made and deleted. */
  readonly mappings: KnownMappings;
  /** Those that are new; written together, after the others were deleted. */
  readonly created: NewMapping[];
}

async function loadTables({ manager }: Applying, wanted: readonly WantedMapping[]): Promise<Tables> {
  const applications = (await manager.query(
    `select a.id, a.name, a.type, a.adapter_id, d.account_form from applications a left join adapters d on d.id = a.adapter_id`,
  )) as ApplicationRow[];
  const users = (await manager.query('select id, account from windows_users where account = any($1)', [
    wanted.map(({ windows }) => canonicalWindows(windows)),
  ])) as { id: number; account: string }[];
  const mappings = (await manager.query(
    'select application_id, windows_user_id, account, enabled from mappings',
  )) as MappingRow[];
  return {
    applications: new Map(applications.map((each) => [each.name.toLowerCase(), each])),
    users: new Map(users.map(({ id, account }) => [account, id])),
    mappings: new KnownMappings(mappings),
    created: [],
  };
}

async function applyMapping(
  applying: Applying,
  wanted: WantedMapping,
  path: DocumentPath,
  tables: Tables,
): Promise<void> {
  const application = tables.applications.get(wanted.application.toLowerCase());
  if (application === undefined)
    return applying.refuse([...path, 'application'], `there is no application ${wanted.application}`, 10756);
  const userId = tables.users.get(canonicalWindows(wanted.windows));
  if (userId === undefined) throw new Error('The Windows user of a mapping must exist by now.');
  const account = canonicalAccount(application.account_form ?? 'exact', wanted.account);
  const own = tables.mappings.ofUser(application.id, userId);
  if (wanted.delete) return deleteMapping(applying, own, application, wanted, tables);
  if (own === undefined) return createMapping(applying, { wanted, application, userId, account, path }, tables);
  if (own.account !== account) {
    return applying.refuse(
      [...path, 'account'],
      `${wanted.windows} is mapped to ${own.account} in ${application.name}; delete that mapping first`,
      11045,
    );
  }
  if (wanted.enabled === undefined || own.enabled === wanted.enabled) return;
  await applying.manager.query('update mappings set enabled = $3 where application_id = $1 and windows_user_id = $2', [
    own.application_id,
    own.windows_user_id,
    wanted.enabled,
  ]);
  applying.note('mapping', nameOf(wanted), 'changed', [`enabled: ${own.enabled} -> ${wanted.enabled}`]);
}

interface NewMapping {
  readonly wanted: WantedMapping;
  readonly application: ApplicationRow;
  readonly userId: number;
  readonly account: string;
  readonly path: DocumentPath;
}

function createMapping(applying: Applying, created: NewMapping, { mappings, created: all }: Tables): void {
  const { wanted, application, userId, account, path } = created;
  if (mappings.ofAccount(application.id, account) !== undefined) {
    return applying.refuse([...path, 'account'], `${account} is mapped in ${application.name} already`, 11046);
  }
  mappings.add({ application_id: application.id, windows_user_id: userId, account, enabled: wanted.enabled ?? true });
  all.push(created);
  applying.note('mapping', nameOf(wanted), 'created');
}

async function insertMappings({ manager }: Applying, created: readonly NewMapping[]): Promise<void> {
  if (created.length === 0) return;
  const rows = created.map(({ wanted, application, userId, account }) => ({
    application_id: application.id,
    windows_user_id: userId,
    account,
    account_written: wanted.account,
    enabled: wanted.enabled ?? true,
  }));
  await manager.query(
    `insert into mappings (application_id, windows_user_id, account, account_written, enabled)
     select application_id, windows_user_id, account, account_written, enabled from jsonb_to_recordset($1)
       as row (application_id integer, windows_user_id integer, account text, account_written text, enabled boolean)`,
    [JSON.stringify(rows)],
  );
}

async function deleteMapping(
  applying: Applying,
  own: MappingRow | undefined,
  application: ApplicationRow,
  ...[wanted, tables]: [WantedMapping, Tables]
): Promise<void> {
  if (own === undefined) return;
  await applying.manager.query('delete from mappings where application_id = $1 and windows_user_id = $2', [
    own.application_id,
    own.windows_user_id,
  ]);
  tables.mappings.remove(own);
  const isShared = [...tables.applications.values()].some(
    ({ id, adapter_id }) =>
      adapter_id === application.adapter_id && tables.mappings.ofAccount(id, own.account) !== undefined,
  );
  if (application.adapter_id !== null && !isShared)
    applying.orphaned.push({ adapterId: application.adapter_id, account: own.account });
  applying.note('mapping', nameOf(wanted), 'deleted');
}

function canonicalWindows(written: string): string {
  const parsed = parseWindowsAccount(written);
  return parsed === undefined ? written : windowsAccount(parsed.domain, parsed.user);
}

function nameOf({ windows, application, account }: WantedMapping): string {
  return `${windows} - ${application} - ${account}`;
}
