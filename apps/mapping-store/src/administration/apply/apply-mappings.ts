import { canonicalAccount, parseWindowsAccount, windowsAccount, type AccountForm } from '@entsync/domain';

import { ensureWindowsUsers } from '../../directory/ensure-windows-users.ts';
import type { DocumentPath, WantedMapping } from './apply-document.ts';
import type { Applying } from './applying.ts';

interface ApplicationRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly adapter_id: number | null;
  readonly account_form: AccountForm | null;
}

interface MappingRow {
  readonly id: number;
  readonly application_id: number;
  readonly windows_user_id: number;
  readonly account: string;
  readonly enabled: boolean;
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
}

interface Tables {
  readonly applications: ReadonlyMap<string, ApplicationRow>;
  readonly users: ReadonlyMap<string, number>;
  /** Kept up to date while mappings are made. */
  readonly mappings: MappingRow[];
}

async function loadTables({ manager }: Applying, wanted: readonly WantedMapping[]): Promise<Tables> {
  const applications = (await manager.query(
    `select a.id, a.name, a.type, a.adapter_id, d.account_form from applications a left join adapters d on d.id = a.adapter_id`,
  )) as ApplicationRow[];
  const users = (await manager.query('select id, account from windows_users where account = any($1)', [
    wanted.map(({ windows }) => canonicalWindows(windows)),
  ])) as { id: number; account: string }[];
  const mappings = (await manager.query(
    'select id, application_id, windows_user_id, account, enabled from mappings',
  )) as MappingRow[];
  return {
    applications: new Map(applications.map((each) => [each.name.toLowerCase(), each])),
    users: new Map(users.map(({ id, account }) => [account, id])),
    mappings,
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
  const own = tables.mappings.find((each) => each.application_id === application.id && each.windows_user_id === userId);
  if (wanted.delete) return deleteMapping(applying, own, application, wanted, tables);
  if (own === undefined) return createMapping(applying, { wanted, application, userId, account, path }, tables);
  if (own.account !== account) {
    return applying.refuse(
      [...path, 'account'],
      `${wanted.windows} is mapped to ${own.account} in ${application.name}; delete that mapping first`,
      11045,
    );
  }
  if (own.enabled === wanted.enabled) return;
  await applying.manager.query('update mappings set enabled = $2 where id = $1', [own.id, wanted.enabled]);
  applying.note('mapping', nameOf(wanted), 'changed', [`enabled: ${own.enabled} -> ${wanted.enabled}`]);
}

interface NewMapping {
  readonly wanted: WantedMapping;
  readonly application: ApplicationRow;
  readonly userId: number;
  readonly account: string;
  readonly path: DocumentPath;
}

async function createMapping(
  applying: Applying,
  { wanted, application, userId, account, path }: NewMapping,
  tables: Tables,
): Promise<void> {
  const taken = tables.mappings.some((each) => each.application_id === application.id && each.account === account);
  if (taken) return applying.refuse([...path, 'account'], `${account} is mapped in ${application.name} already`, 11046);
  const [row] = (await applying.manager.query(
    `insert into mappings (application_id, windows_user_id, account, account_written, enabled) values ($1, $2, $3, $4, $5)
     returning id, application_id, windows_user_id, account, enabled`,
    [application.id, userId, account, wanted.account, wanted.enabled],
  )) as MappingRow[];
  if (row !== undefined) tables.mappings.push(row);
  applying.note('mapping', nameOf(wanted), 'created');
}

async function deleteMapping(
  applying: Applying,
  own: MappingRow | undefined,
  application: ApplicationRow,
  ...[wanted, tables]: [WantedMapping, Tables]
): Promise<void> {
  if (own === undefined) return;
  await applying.manager.query('delete from mappings where id = $1', [own.id]);
  tables.mappings.splice(tables.mappings.indexOf(own), 1);
  const isShared = tables.mappings.some(
    (each) => each.account === own.account && sharesAdapter(each, application, tables),
  );
  if (application.adapter_id !== null && !isShared)
    applying.orphaned.push({ adapterId: application.adapter_id, account: own.account });
  applying.note('mapping', nameOf(wanted), 'deleted');
}

/** Another application of the same adapter maps to the account too. */
function sharesAdapter({ application_id }: MappingRow, application: ApplicationRow, tables: Tables): boolean {
  const other = [...tables.applications.values()].find(({ id }) => id === application_id);
  return other?.adapter_id === application.adapter_id;
}

function canonicalWindows(written: string): string {
  const parsed = parseWindowsAccount(written);
  return parsed === undefined ? written : windowsAccount(parsed.domain, parsed.user);
}

function nameOf({ windows, application, account }: WantedMapping): string {
  return `${windows} - ${application} - ${account}`;
}
