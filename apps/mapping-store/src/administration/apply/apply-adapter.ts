import type { AccountForm, Secret } from '@entsync/domain';
import { z } from 'zod';

import type { Adapter } from '../../directory/entities.ts';
import type { DocumentPath, WantedAdapter } from './apply-document.ts';
import { differences, type Applying } from './applying.ts';

interface AdapterKind {
  readonly account_form: AccountForm;
  readonly settings_schema: Record<string, unknown>;
  readonly host: string;
}

/** Makes, changes or deletes one named adapter. @param login the password of its service login, where one was given */
export async function applyAdapter(
  applying: Applying,
  wanted: WantedAdapter,
  path: DocumentPath,
  login: Secret | undefined,
): Promise<void> {
  const known = applying.directory.adaptersByName.get(wanted.name.toLowerCase());
  if (wanted.delete) return deleteAdapter(applying, known);
  const kind = await loadKind(applying, wanted, path);
  if (kind === undefined || !areSettingsValid(applying, wanted, kind, path)) return;
  if (known === undefined) await createAdapter(applying, wanted, kind, login);
  else await changeAdapter(applying, known, wanted, login);
}

async function loadKind(
  applying: Applying,
  wanted: WantedAdapter,
  path: DocumentPath,
): Promise<AdapterKind | undefined> {
  const kinds = (await applying.manager.query(
    'select kind, account_form, settings_schema, host from adapter_kinds',
  )) as (AdapterKind & {
    kind: string;
  })[];
  const kind = kinds.find((each) => each.kind === wanted.kind);
  if (kind === undefined) {
    const known = kinds.map((each) => each.kind).join(', ');
    applying.refuse(
      [...path, 'kind'],
      `no host for adapters of this kind has reported yet; there are hosts for: ${known === '' ? 'none' : known}`,
    );
  }
  return kind;
}

function areSettingsValid(applying: Applying, wanted: WantedAdapter, kind: AdapterKind, path: DocumentPath): boolean {
  const schema = z.fromJSONSchema(kind.settings_schema);
  const parsed = schema.safeParse(wanted.settings);
  if (parsed.success) return true;
  for (const issue of parsed.error.issues) {
    applying.refuse([...path, 'settings', ...(issue.path as (string | number)[])], issue.message);
  }
  return false;
}

async function createAdapter(
  applying: Applying,
  wanted: WantedAdapter,
  kind: AdapterKind,
  login: Secret | undefined,
): Promise<void> {
  const columns = columnsOf(wanted, wanted.host ?? kind.host);
  const [row] = (await applying.manager.query(
    `insert into adapters (name, kind, account_form, ${Object.keys(columns).join(', ')})
     values ($1, $2, $3, ${Object.keys(columns)
       .map((_column, index) => `$${index + 4}`)
       .join(', ')}) returning id`,
    [wanted.name, wanted.kind, kind.account_form, ...Object.values(columns)],
  )) as { id: number }[];
  if (row === undefined) throw new Error('An inserted adapter must have an id.');
  if (login !== undefined) await setLogin(applying, row.id, login);
  applying.touchedAdapters.add(row.id);
  applying.note('adapter', wanted.name, 'created');
}

async function changeAdapter(
  applying: Applying,
  known: Adapter,
  wanted: WantedAdapter,
  login: Secret | undefined,
): Promise<void> {
  const after = columnsOf(wanted, wanted.host ?? known.host);
  const details = differences(columnsOfKnown(known), after);
  if (login !== undefined && !isSameLogin(applying, known, login)) {
    await setLogin(applying, known.id, login);
    details.push('login: changed');
  }
  if (details.length === 0) return;
  const assignments = Object.keys(after).map((column, index) => `${column} = $${index + 2}`);
  await applying.manager.query(`update adapters set ${assignments.join(', ')}, revision = revision + 1 where id = $1`, [
    known.id,
    ...Object.values(after),
  ]);
  applying.touchedAdapters.add(known.id);
  applying.note('adapter', known.name, 'changed', details);
}

/** Deleting withdraws its deliveries and erases their passwords. Its applications stay, without an adapter. */
async function deleteAdapter(applying: Applying, known: Adapter | undefined): Promise<void> {
  if (known === undefined) return;
  const { manager } = applying;
  await manager.query('update applications set adapter_id = null where adapter_id = $1', [known.id]);
  await manager.query(
    'update adapters set deleted = true, enabled = false, login = null, revision = revision + 1 where id = $1',
    [known.id],
  );
  const rows = (await manager.query(
    'select distinct account from deliveries where adapter_id = $1 and (wanted is not null or unresolved)',
    [known.id],
  )) as { account: string }[];
  applying.orphaned.push(...rows.map(({ account }) => ({ adapterId: known.id, account })));
  applying.touchedAdapters.add(known.id);
  applying.note('adapter', known.name, 'deleted');
}

async function setLogin(applying: Applying, adapterId: number, login: Secret): Promise<void> {
  const encrypted = applying.keys.cipher.encrypt(`adapters/${adapterId}/login`, login);
  await applying.manager.query('update adapters set login = $2 where id = $1', [adapterId, encrypted]);
}

function isSameLogin(applying: Applying, known: Adapter, login: Secret): boolean {
  if (known.login === null) return false;
  const stored = applying.keys.cipher.decrypt(`adapters/${known.id}/login`, known.login);
  const isSame = stored.open((a) => login.open((b) => Buffer.from(a).equals(b)));
  stored.wipe();
  return isSame;
}

function columnsOf(
  { description, enabled, flags, limits, settings }: WantedAdapter,
  host: string,
): Record<string, unknown> {
  return {
    host,
    description,
    enabled,
    sync_to_adapter: flags.syncToAdapter,
    sync_from_adapter: flags.syncFromAdapter,
    verify_old_password: flags.verifyOldPassword,
    change_windows_password: flags.changeWindowsPassword,
    send_old_password: flags.sendOldPassword,
    allow_mapping_conflicts: flags.allowMappingConflicts,
    dispatch_window: limits.window,
    maximum_pending: limits.maximumPending,
    call_timeout_seconds: limits.callTimeoutSeconds,
    settings,
  };
}

function columnsOfKnown(known: Adapter): Record<string, unknown> {
  return {
    host: known.host,
    description: known.description,
    enabled: known.enabled,
    sync_to_adapter: known.syncToAdapter,
    sync_from_adapter: known.syncFromAdapter,
    verify_old_password: known.verifyOldPassword,
    change_windows_password: known.changeWindowsPassword,
    send_old_password: known.sendOldPassword,
    allow_mapping_conflicts: known.allowMappingConflicts,
    dispatch_window: known.dispatchWindow,
    maximum_pending: known.maximumPending,
    call_timeout_seconds: known.callTimeoutSeconds,
    settings: known.settings,
  };
}
