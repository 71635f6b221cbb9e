import { DEFAULT_LEDGER_LIMITS, reannounce, sweep, type LedgerDelivery, type Micros } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';

import type { AccountOfAdapter } from '../directory/load-people.ts';
import type { AccountState } from '../ledger/account-state.ts';
import { PendingAnnouncements } from '../ledger/pending-announcements.ts';
import type { Work } from '../ledger/work.ts';
import type { WorkPublisher } from '../ledger/work-publisher.ts';
import { runWork, type OpenWork, type WorkParts } from '../ledger/work-runner.ts';
import { recordSwept } from './record-swept.ts';

export interface SweeperParts extends WorkParts {
  readonly publisher: WorkPublisher;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
}

/** Accounts of one round; more wait for the next. */
const ACCOUNTS_IN_ROUND = 500;
/** What was decided but not published for so long was forgotten by whoever decided it. */
const FORGOTTEN_AFTER: Micros = 10_000_000;

/**
 * Does what time alone asks for: age limit, next revisions, probes (L1, L2); and publishes what a request or a timer decided but could not
 * publish any more.
 */
export class Sweeper {
  readonly #parts: SweeperParts;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
  }

  /** One round. Answers how many accounts it looked at. */
  async round(): Promise<number> {
    const due = await this.#loadDue();
    if (due.length === 0) return 0;
    const work = await runWork(
      this.#parts,
      () => ({ windowsAccounts: [], externalAccounts: due }),
      (open) => this.#decide(open),
    );
    await this.#parts.publish(this.#parts.publisher.messagesOf(work));
    await new PendingAnnouncements(this.#parts.source).clear(work);
    return due.length;
  }

  #decide({ people, work }: OpenWork): void {
    for (const state of people.states) {
      if (state.adapter === undefined) continue;
      const before = state.ledger;
      work.take(state, sweep(before, work.now, work.limits));
      recordSwept(state, before, work);
      const forgotten = before.deliveries.filter(({ version }) => state.extraOf(version).announce);
      if (forgotten.length > 0) announceAgain(state, forgotten, work);
    }
    PendingAnnouncements.mark(work);
  }

  async #loadDue(): Promise<AccountOfAdapter[]> {
    const { source, now, limits } = this.#parts;
    const { attemptLimit, probeInterval } = { ...DEFAULT_LEDGER_LIMITS, ...limits };
    const rows = (await source.query(
      `select distinct adapter_id, account from deliveries
       where (expires_at <= $1 and (wanted is not null or state in ('held-back', 'published', 'parked', 'superseded')))
         or (unresolved and greatest(coalesce(last_published_at, 0), coalesce(last_heard_at, 0)) + $2 <= $1)
         or (state = 'parked' and failure = 'account-missing' and coalesce(last_heard_at, 0) + $3 <= $1)
         or (announce and coalesce(last_published_at, 0) + $4 <= $1)
       limit ${ACCOUNTS_IN_ROUND}`,
      [now(), attemptLimit, probeInterval, FORGOTTEN_AFTER],
    )) as { adapter_id: number; account: string }[];
    return rows.map(({ adapter_id, account }) => ({ adapterId: adapter_id, account }));
  }
}

/** What the store owes there, and what it has taken back, is said once more. */
function announceAgain(state: AccountState, forgotten: readonly LedgerDelivery[], work: Work): void {
  const takenBack = forgotten
    .filter((delivery) => delivery.state === 'withdrawn' || delivery.state === 'expired')
    .map(({ version, revision }) => ({ kind: 'announce-withdrawn', version, revision }) as const);
  work.take(state, { ledger: state.ledger, effects: [...reannounce(state.ledger), ...takenBack] });
}
