import { WINDOWS } from '@entsync/domain';
import { PublicError } from '@entsync/service';
import type { DataSource } from 'typeorm';

import { loadDirectory } from '../directory/load-directory.ts';
import { findAccount } from './find-account.ts';

/** One delivery, as it may be shown. Times are microseconds since 1970. */
export interface DeliveryView {
  readonly adapter: string;
  readonly account: string;
  readonly trackingId: string;
  readonly state: string;
  readonly revision: number;
  readonly changedAt: number;
  readonly firstPublishedAt: number | null;
  readonly appliedAt: number | null;
  readonly failure: string | null;
  readonly reason: string | null;
}

export interface ChangeView {
  readonly trackingId: string;
  readonly system: string;
  readonly account: string;
  readonly windowsAccount: string | null;
  readonly state: string;
  readonly eventId: number;
  readonly principal: string;
  readonly changedAt: number;
  readonly receivedAt: number;
}

interface TargetView {
  readonly application: string;
  readonly adapter: string | null;
  readonly account: string;
  readonly mappingEnabled: boolean;
  readonly applicationEnabled: boolean;
  readonly adapterEnabled: boolean | null;
  /** When the password that is stored for it was changed; `null` while none is stored. */
  readonly storedSince: number | null;
}

export interface AccountView {
  readonly windowsAccount: string;
  readonly windowsPasswordSince: number | null;
  readonly targets: readonly TargetView[];
  readonly changes: readonly ChangeView[];
  readonly deliveries: readonly DeliveryView[];
}

const DELIVERY_COLUMNS = `a.name as adapter, d.account, d.tracking_id as "trackingId", d.state, d.revision, d.version_time as "changedAt",
  d.first_published_at as "firstPublishedAt", d.applied_until as "appliedAt", d.failure, d.failure_reason as reason`;

const CHANGE_COLUMNS = `tracking_id as "trackingId", system, account, windows_account as "windowsAccount", state, event_id as "eventId",
  principal, time as "changedAt", received_at as "receivedAt"`;

/** PostgreSQL gives bigint as text. */
const NUMBERS = new Set([
  'changedAt',
  'receivedAt',
  'firstPublishedAt',
  'appliedAt',
  'storedSince',
  'windowsPasswordSince',
]);

function withNumbers<T>(rows: readonly Record<string, unknown>[]): T[] {
  return rows.map((row) => {
    const entries = Object.entries(row).map(([name, value]) =>
      NUMBERS.has(name) && value !== null ? [name, Number(value)] : [name, value],
    );
    return Object.fromEntries(entries) as T;
  });
}

/** What the ledger knows, for operators. Never a password, not even an encrypted one. */
export class AccountViews {
  readonly #source: DataSource;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** The change of this tracking id and what it is owed to. A change may come more than once, from several origins. */
  async change(trackingId: string): Promise<{ changes: readonly ChangeView[]; deliveries: readonly DeliveryView[] }> {
    const changes = await this.#source.query(
      `select ${CHANGE_COLUMNS} from changes where tracking_id = $1 order by id`,
      [trackingId],
    );
    const deliveries = await this.#source.query(
      `select ${DELIVERY_COLUMNS} from deliveries d join adapters a on a.id = d.adapter_id where d.tracking_id = $1 order by a.name, d.account`,
      [trackingId],
    );
    return { changes: withNumbers(changes), deliveries: withNumbers(deliveries) };
  }

  /** Everything about one person: by the Windows account, or by one of the external accounts. */
  async account(written: string): Promise<readonly AccountView[]> {
    const ref = findAccount(written, await loadDirectory(this.#source.manager));
    const users = (await this.#source.query(
      ref.system === WINDOWS
        ? 'select id, account, domain, name, stored_time from windows_users where $1 = $1 and account = $2'
        : `select distinct u.id, u.account, u.domain, u.name, u.stored_time from windows_users u
           join mappings m on m.windows_user_id = u.id join applications p on p.id = m.application_id
           join adapters a on a.id = p.adapter_id where a.name = $1 and m.account = $2`,
      [ref.system, ref.account],
    )) as { id: number; account: string; domain: string; name: string; stored_time: string | null }[];
    if (users.length === 0)
      throw new PublicError(404, '10757', `${written} is not known here: nobody is mapped to it.`);
    return Promise.all(users.map((user) => this.#person(user)));
  }

  async #person(user: {
    id: number;
    account: string;
    domain: string;
    name: string;
    stored_time: string | null;
  }): Promise<AccountView> {
    const targets = await this.#source.query(
      `select p.name as application, a.name as adapter, m.account, m.enabled as "mappingEnabled", p.enabled as "applicationEnabled",
         a.enabled as "adapterEnabled", m.stored_time as "storedSince"
       from mappings m join applications p on p.id = m.application_id left join adapters a on a.id = p.adapter_id
       where m.windows_user_id = $1 order by p.name`,
      [user.id],
    );
    const changes = await this.#source.query(
      `select ${CHANGE_COLUMNS} from changes
       where (system = '${WINDOWS}' and account = $1) or (system, account) in (
         select a.name, m.account from mappings m join applications p on p.id = m.application_id
         join adapters a on a.id = p.adapter_id where m.windows_user_id = $2)
       order by time desc limit 20`,
      [user.account, user.id],
    );
    const deliveries = await this.#source.query(
      `select ${DELIVERY_COLUMNS} from deliveries d join adapters a on a.id = d.adapter_id
       where (d.adapter_id, d.account) in (
         select p.adapter_id, m.account from mappings m join applications p on p.id = m.application_id where m.windows_user_id = $1)
       order by d.version_time desc limit 60`,
      [user.id],
    );
    return {
      windowsAccount: `${user.domain}\\${user.name}`,
      windowsPasswordSince: user.stored_time === null ? null : Number(user.stored_time),
      targets: withNumbers(targets),
      changes: withNumbers(changes),
      deliveries: withNumbers(deliveries),
    };
  }
}
