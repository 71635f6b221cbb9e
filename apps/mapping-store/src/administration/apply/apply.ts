import { adapterTopic, type TopicDefinition } from '@entsync/contracts';
import { withdraw, type LedgerDelivery, type Secret } from '@entsync/domain';
import { openBox } from '@entsync/secrets';
import { ADMINISTRATOR, type ServiceEvents } from '@entsync/service';
import type { DataSource } from 'typeorm';

import { loadDirectory } from '../../directory/load-directory.ts';
import type { AccountOfAdapter } from '../../directory/load-people.ts';
import type { StoreKeys } from '../../keys/store-keys.ts';
import type { AccountState } from '../../ledger/account-state.ts';
import type { Work } from '../../ledger/work.ts';
import { runWork, type WorkParts } from '../../ledger/work-runner.ts';
import { PendingAnnouncements } from '../../ledger/pending-announcements.ts';
import type { RequestedWork } from '../requested-work.ts';
import { applyAdapter } from './apply-adapter.ts';
import { applyApplication } from './apply-application.ts';
import { applyDocument, type ApplyDocument, type ApplyResult } from './apply-document.ts';
import { applyMappings } from './apply-mappings.ts';
import { applySystem } from './apply-system.ts';
import { Applying } from './applying.ts';

export interface ApplyParts {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly work: WorkParts;
  readonly requested: RequestedWork;
  readonly events: Pick<ServiceEvents, 'record'>;
  readonly ensureTopics: (topics: readonly TopicDefinition[]) => Promise<void>;
  /** Publishes what others must know; of these adapters, or everything. */
  readonly published: (adapterIds: readonly number[] | undefined) => Promise<void>;
}

export interface ApplyRequest {
  readonly document: unknown;
  /** Passwords of service logins, by adapter, sealed to the store; in base64. */
  readonly logins: Readonly<Record<string, string>>;
  /** Only say what would change. */
  readonly preview: boolean;
}

/** Thrown to leave a transaction without writing. */
class LeaveUnwritten extends Error {}

/**
 * Makes an installation what a document says. All of it or nothing; a preview does the same and takes it back, so that it cannot differ from the
 * real thing.
 */
export class Apply {
  readonly #parts: ApplyParts;

  constructor(parts: ApplyParts) {
    this.#parts = parts;
  }

  async run({ document, logins, preview }: ApplyRequest): Promise<ApplyResult> {
    const parsed = applyDocument.safeParse(document);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => ({ path: path as (string | number)[], message }));
      return { changes: [], problems };
    }
    const applying = await this.#apply(parsed.data, await this.#openLogins(logins), preview);
    const { changes, problems } = applying;
    if (!preview && problems.length === 0 && changes.length > 0) await this.#follow(applying, parsed.data);
    return { changes, problems };
  }

  async #openLogins(logins: ApplyRequest['logins']): Promise<ReadonlyMap<string, Secret>> {
    const { keys } = this.#parts;
    const opened = new Map<string, Secret>();
    for (const [adapter, sealed] of Object.entries(logins)) {
      opened.set(
        adapter.toLowerCase(),
        await openBox(keys.recipients, 'administered-password', Buffer.from(sealed, 'base64')),
      );
    }
    return opened;
  }

  async #apply(document: ApplyDocument, logins: ReadonlyMap<string, Secret>, preview: boolean): Promise<Applying> {
    const { source, keys } = this.#parts;
    let applying: Applying | undefined;
    try {
      await source.transaction(async (manager) => {
        applying = new Applying(manager, keys, await loadDirectory(manager));
        await applyAll(applying, document, logins);
        if (preview || applying.problems.length > 0) throw new LeaveUnwritten();
      });
    } catch (error) {
      if (!(error instanceof LeaveUnwritten)) throw error;
    }
    if (applying === undefined) throw new Error('A transaction must have begun.');
    return applying;
  }

  /** What is owed there no more is withdrawn; what others must know is published. */
  async #follow(applying: Applying, document: ApplyDocument): Promise<void> {
    const { events, ensureTopics, published } = this.#parts;
    events.record('ENTSYNC_INFO_CONFIGURATION_APPLIED', {
      parameters: { changes: applying.changes.length, clientUser: ADMINISTRATOR },
    });
    await ensureTopics(document.adapters.filter((adapter) => !adapter.delete).map(({ name }) => adapterTopic(name)));
    await this.#withdraw(applying.orphaned);
    const touched = [...applying.touchedAdapters];
    const isSystem = applying.changes.some(({ what }) => what === 'system');
    if (isSystem) await published(undefined);
    else if (touched.length > 0) await published(touched);
  }

  async #withdraw(orphaned: readonly AccountOfAdapter[]): Promise<void> {
    if (orphaned.length === 0) return;
    const work = await runWork(
      this.#parts.work,
      () => ({ windowsAccounts: [], externalAccounts: orphaned }),
      (open) => {
        for (const state of open.people.states) {
          const owed = state.ledger.deliveries.filter(({ state: known }) => OWED.has(known));
          for (const delivery of owed) withdrawUnwanted(open.work, state, delivery);
        }
        PendingAnnouncements.mark(open.work);
      },
    );
    await this.#parts.requested.publish(work);
  }
}

/** Nobody is left whom it is owed for. */
function withdrawUnwanted(work: Work, state: AccountState, delivery: LedgerDelivery): void {
  work.take(state, withdraw(state.ledger, delivery, work.now));
  const { system: adapter, account: externalAccount } = state.ref;
  work.record('ENTSYNC_INFO_DELIVERY_WITHDRAWN', {
    trackingId: state.extraOf(delivery.version).trackingId,
    account: state.ref,
    windowsAccount: state.windowsAccount,
    parameters: { adapter, externalAccount, reason: 'its mapping or adapter was deleted' },
  });
}

const OWED = new Set(['held-back', 'published', 'parked', 'superseded']);

async function applyAll(
  applying: Applying,
  document: ApplyDocument,
  logins: ReadonlyMap<string, Secret>,
): Promise<void> {
  if (document.system !== undefined) await applySystem(applying, document.system);
  for (const [index, adapter] of document.adapters.entries()) {
    await applyAdapter(applying, adapter, ['adapters', index], logins.get(adapter.name.toLowerCase()));
  }
  for (const [index, application] of document.applications.entries()) {
    await applyApplication(applying, application, ['applications', index]);
  }
  await applyMappings(applying, document.mappings, ['mappings']);
}
