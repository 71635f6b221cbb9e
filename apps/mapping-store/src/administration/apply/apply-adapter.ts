import type { AccountForm, Secret } from '@entsync/domain';
import { DEFAULT_MAXIMUM_PENDING } from '@entsync/entsso';
import { z } from 'zod';

import type { Adapter } from '../../directory/entities.ts';
import type { DocumentPath, WantedAdapter } from './apply-document.ts';
import { differences, overlay, type Applying } from './applying.ts';

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
  if (kind === undefined) return;
  const facts = factsAfter(known === undefined ? { ...NEW_ADAPTER, host: kind.host } : factsOf(known), wanted);
  if (!areSettingsValid(applying, facts.settings, kind, path)) return;
  if (known === undefined) await createAdapter(applying, { wanted, kind, facts }, login);
  else await changeAdapter(applying, known, facts, login);
}

/** What a document can say of an adapter. */
type AdapterFacts = Pick<Adapter, 'host' | 'description' | 'enabled' | 'settings'> & {
  readonly flags: AdapterFlags;
  readonly limits: AdapterLimits;
};

type AdapterFlags = Pick<
  Adapter,
  | 'syncToAdapter'
  | 'syncFromAdapter'
  | 'verifyOldPassword'
  | 'changeWindowsPassword'
  | 'sendOldPassword'
  | 'allowMappingConflicts'
>;

interface AdapterLimits {
  readonly window: number;
  readonly maximumPending: number;
  readonly callTimeoutSeconds: number;
}

/** An adapter does nothing before somebody says what; an old password that is given is verified unless somebody says otherwise. */
const NEW_ADAPTER: Omit<AdapterFacts, 'host'> = {
  description: '',
  enabled: true,
  settings: {},
  flags: {
    syncToAdapter: false,
    syncFromAdapter: false,
    verifyOldPassword: true,
    changeWindowsPassword: false,
    sendOldPassword: false,
    allowMappingConflicts: false,
  },
  limits: { window: 256, maximumPending: DEFAULT_MAXIMUM_PENDING, callTimeoutSeconds: 10 },
};

function factsAfter(before: AdapterFacts, { flags, limits, ...wanted }: WantedAdapter): AdapterFacts {
  return {
    ...overlay(before, wanted),
    flags: overlay(before.flags, flags),
    limits: overlay(before.limits, limits),
  };
}

function factsOf(known: Adapter): AdapterFacts {
  const { host, description, enabled, settings } = known;
  const { syncToAdapter, syncFromAdapter, verifyOldPassword } = known;
  const { changeWindowsPassword, sendOldPassword, allowMappingConflicts } = known;
  const { dispatchWindow: window, maximumPending, callTimeoutSeconds } = known;
  return {
    host,
    description,
    enabled,
    settings,
    flags: {
      syncToAdapter,
      syncFromAdapter,
      verifyOldPassword,
      changeWindowsPassword,
      sendOldPassword,
      allowMappingConflicts,
    },
    limits: { window, maximumPending, callTimeoutSeconds },
  };
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

function areSettingsValid(
  applying: Applying,
  settings: Adapter['settings'],
  kind: AdapterKind,
  path: DocumentPath,
): boolean {
  const schema = z.fromJSONSchema(kind.settings_schema);
  const parsed = schema.safeParse(settings);
  if (parsed.success) return true;
  for (const issue of parsed.error.issues) {
    applying.refuse([...path, 'settings', ...(issue.path as (string | number)[])], issue.message);
  }
  return false;
}

interface NewAdapter {
  readonly wanted: WantedAdapter;
  readonly kind: AdapterKind;
  readonly facts: AdapterFacts;
}

async function createAdapter(
  applying: Applying,
  { wanted, kind, facts }: NewAdapter,
  login: Secret | undefined,
): Promise<void> {
  const columns = columnsOf(facts);
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
  facts: AdapterFacts,
  login: Secret | undefined,
): Promise<void> {
  const after = columnsOf(facts);
  const details = differences(columnsOf(factsOf(known)), after);
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

function columnsOf({ host, description, enabled, flags, limits, settings }: AdapterFacts): Record<string, unknown> {
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
