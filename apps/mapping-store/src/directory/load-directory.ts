import type { AccountForm } from '@entsync/domain';
import { importVerifyingKey, type VerifyingKey } from '@entsync/secrets';
import type { EntityManager } from 'typeorm';

import type { Adapter, Application, ApplicationType, Field, SystemSettings } from './entities.ts';

type PrincipalRole = 'producer' | 'hook' | 'host' | 'router' | 'adapter';

/** Whoever has an identity here, as far as it must be known to believe what it says. */
export interface Principal {
  readonly name: string;
  readonly role: PrincipalRole;
  /** Domains whose changes it may announce; the adapter that it speaks for; the kind that it hosts. */
  readonly claims: { readonly domains?: readonly string[]; readonly adapter?: string; readonly kind?: string };
  readonly signingKey: VerifyingKey;
  readonly revoked: boolean;
}

/** The part of the configuration that every decision looks at, as it is in this transaction. */
export interface Directory {
  readonly system: SystemSettings;
  readonly adapters: ReadonlyMap<number, Adapter>;
  /** By the name in lower case; deleted ones are not among them. */
  readonly adaptersByName: ReadonlyMap<string, Adapter>;
  readonly applications: ReadonlyMap<number, Application>;
  /** By the name in lower case. */
  readonly principals: ReadonlyMap<string, Principal>;
}

const QUERY = `
  select
    (select row_to_json(s) from system s where id = 1) as system,
    (select coalesce(json_agg(a), '[]') from (
      select id, name, kind, host, account_form, description, enabled, deleted, sync_to_adapter, sync_from_adapter, verify_old_password,
        change_windows_password, send_old_password, allow_mapping_conflicts, dispatch_window, maximum_pending, call_timeout_seconds,
        settings, revision, encode(login, 'hex') as login, encode(recipient_key, 'hex') as recipient_key
      from adapters) a) as adapters,
    (select coalesce(json_agg(p), '[]') from (
      select id, name, type, enabled, adapter_id,
        (select coalesce(json_agg(f order by ordinal), '[]') from (
          select ordinal, label, masked, synchronized from fields where application_id = applications.id) f) as fields
      from applications) p) as applications,
    (select coalesce(json_agg(w), '[]') from (
      select name, role, claims, encode(signing_key, 'hex') as signing_key, revoked_at is not null as revoked
      from principals where lower(name) = any($1)) w) as principals`;

interface DirectoryRow {
  readonly system: {
    readonly enabled: boolean;
    readonly accept_hooks: boolean;
    readonly windows_sync: boolean;
    readonly external_sync: boolean;
    readonly full_sync: boolean;
    readonly sync_age_hours: number;
  };
  readonly adapters: readonly AdapterRow[];
  readonly applications: readonly {
    readonly id: number;
    readonly name: string;
    readonly type: ApplicationType;
    readonly enabled: boolean;
    readonly adapter_id: number | null;
    readonly fields: readonly Field[];
  }[];
  readonly principals: readonly {
    readonly name: string;
    readonly role: PrincipalRole;
    readonly claims: Principal['claims'];
    readonly signing_key: string;
    readonly revoked: boolean;
  }[];
}

interface AdapterRow {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly host: string;
  readonly account_form: AccountForm;
  readonly description: string;
  readonly enabled: boolean;
  readonly deleted: boolean;
  readonly sync_to_adapter: boolean;
  readonly sync_from_adapter: boolean;
  readonly verify_old_password: boolean;
  readonly change_windows_password: boolean;
  readonly send_old_password: boolean;
  readonly allow_mapping_conflicts: boolean;
  readonly dispatch_window: number;
  readonly maximum_pending: number;
  readonly call_timeout_seconds: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly revision: number;
  readonly login: string | null;
  readonly recipient_key: string | null;
}

/** @param signers principals that must be known, in any case */
export async function loadDirectory(manager: EntityManager, signers: readonly string[] = []): Promise<Directory> {
  const names = [...new Set(signers.map((name) => name.toLowerCase()))];
  const [row] = (await manager.query(QUERY, [names])) as DirectoryRow[];
  if (row === undefined) throw new Error('The directory query must answer with one row.');
  const adapters = row.adapters.map(toAdapter);
  return {
    system: toSystem(row.system),
    adapters: new Map(adapters.map((adapter) => [adapter.id, adapter])),
    adaptersByName: new Map(
      adapters.filter(({ deleted }) => !deleted).map((adapter) => [adapter.name.toLowerCase(), adapter]),
    ),
    applications: new Map(row.applications.map((each) => [each.id, toApplication(each)])),
    principals: new Map(
      row.principals.map(({ signing_key, ...rest }) => [
        rest.name.toLowerCase(),
        { ...rest, signingKey: importVerifyingKey(Buffer.from(signing_key, 'hex')) },
      ]),
    ),
  };
}

function toSystem(row: DirectoryRow['system']): SystemSettings {
  return {
    enabled: row.enabled,
    acceptHooks: row.accept_hooks,
    windowsSync: row.windows_sync,
    externalSync: row.external_sync,
    fullSync: row.full_sync,
    syncAgeHours: row.sync_age_hours,
  };
}

function toApplication({ adapter_id, ...rest }: DirectoryRow['applications'][number]): Application {
  return { ...rest, adapterId: adapter_id };
}

function toAdapter(row: AdapterRow): Adapter {
  const { id, name, kind, host, description, enabled, deleted, settings, revision } = row;
  return {
    id,
    name,
    kind,
    host,
    description,
    enabled,
    deleted,
    settings,
    revision,
    accountForm: row.account_form,
    syncToAdapter: row.sync_to_adapter,
    syncFromAdapter: row.sync_from_adapter,
    verifyOldPassword: row.verify_old_password,
    changeWindowsPassword: row.change_windows_password,
    sendOldPassword: row.send_old_password,
    allowMappingConflicts: row.allow_mapping_conflicts,
    dispatchWindow: row.dispatch_window,
    maximumPending: row.maximum_pending,
    callTimeoutSeconds: row.call_timeout_seconds,
    login: row.login === null ? null : Buffer.from(row.login, 'hex'),
    recipientKey: row.recipient_key === null ? null : Buffer.from(row.recipient_key, 'hex'),
  };
}
