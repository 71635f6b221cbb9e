import { acceptCapture, isOpen, releaseParked, withdraw, WINDOWS, type AccountRef, type Secret } from '@entsync/domain';
import { fingerprintOf, newId } from '@entsync/secrets';
import { PublicError } from '@entsync/service';
import type { DataSource } from 'typeorm';

import { loadDirectory } from '../directory/load-directory.ts';
import { dropHeld, releaseHeld } from '../intake/release-held.ts';
import type { StoreKeys } from '../keys/store-keys.ts';
import type { AccountState } from '../ledger/account-state.ts';
import { PendingAnnouncements } from '../ledger/pending-announcements.ts';
import { runWork, type OpenWork, type WorkParts } from '../ledger/work-runner.ts';
import { concernedByAccount, findAccount } from './find-account.ts';
import type { RequestedWork } from './requested-work.ts';

export interface AccountActionsParts {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly work: WorkParts;
  readonly requested: RequestedWork;
}

/** What an operator does about one account: through the ledger, as everything else. */
export class AccountActions {
  readonly #parts: AccountActionsParts;

  constructor(parts: AccountActionsParts) {
    this.#parts = parts;
  }

  /** What is parked, or held for its clock, goes on. For a Windows account: at all accounts of that user. */
  async retry(written: string): Promise<{ released: number }> {
    let released = 0;
    await this.#about(written, async (open, ref) => {
      released += await releaseHeld(open, this.#parts.keys, ref);
      for (const state of this.#concernedStates(open, ref)) {
        released += state.ledger.deliveries.filter((delivery) => delivery.state === 'parked').length;
        open.work.take(state, releaseParked(state.ledger, open.work.now));
      }
    });
    return { released };
  }

  /** What is owed there is not wanted any more; its password is erased. */
  async drop(written: string): Promise<{ dropped: number }> {
    let dropped = 0;
    await this.#about(written, async (open, ref) => {
      dropped += await dropHeld(open.manager, ref);
      for (const state of this.#concernedStates(open, ref)) {
        for (const delivery of state.ledger.deliveries.filter(({ state: known }) => isOpen(known))) {
          open.work.take(state, withdraw(state.ledger, delivery, open.work.now));
          open.work.record('ENTSYNC_INFO_DELIVERY_WITHDRAWN', {
            trackingId: state.extraOf(delivery.version).trackingId,
            account: state.ref,
            windowsAccount: state.windowsAccount,
            parameters: {
              adapter: state.ref.system,
              externalAccount: state.ref.account,
              reason: 'dropped by an operator',
            },
          });
          dropped += 1;
        }
      }
    });
    return { dropped };
  }

  /** The stored password of an account, as an administrator knows it. It is taken for what the system holds now. */
  async setCredentials(written: string, password: Secret): Promise<{ stored: number }> {
    let stored = 0;
    await this.#about(written, (open, ref) => {
      const state = open.people.state(ref);
      if (state === undefined || state.holders.length === 0) {
        throw new PublicError(404, '10757', `Nobody is mapped to ${written}; make the mapping first: entsync apply`);
      }
      storeCredentials(open, state, password, this.#parts.keys);
      stored = state.holders.length;
    });
    return { stored };
  }

  async #about(written: string, decide: (open: OpenWork, ref: AccountRef) => void | Promise<void>): Promise<void> {
    const ref = findAccount(written, await loadDirectory(this.#parts.source.manager));
    const work = await runWork(
      this.#parts.work,
      (directory) => concernedByAccount(ref, directory),
      async (open) => {
        await decide(open, ref);
        PendingAnnouncements.mark(open.work);
      },
    );
    await this.#parts.requested.publish(work);
  }

  #concernedStates({ people }: OpenWork, ref: AccountRef): readonly AccountState[] {
    if (ref.system !== WINDOWS)
      return people.states.filter((state) => state.ref.system === ref.system && state.ref.account === ref.account);
    const user = people.user(ref.account);
    if (user === undefined) throw new PublicError(404, '11030', 'This Windows account is not known here.');
    const own = new Set(people.mappingsOfUser(user).map(({ holder }) => holder));
    return people.states.filter((state) => state.holders.some((holder) => own.has(holder)));
  }
}

function storeCredentials({ work }: OpenWork, state: AccountState, password: Secret, keys: StoreKeys): void {
  const fingerprint = fingerprintOf(keys.fingerprintKey, state.ref, password);
  const origin = newId();
  const trackingId = newId();
  const change = { version: { time: work.now, origin, sequence: 1 }, fingerprint };
  work.take(state, acceptCapture(state.ledger, change, work), {
    captured: { password, fingerprint },
    cause: { origin, trackingId },
  });
  const facts = { trackingId, account: state.ref, windowsAccount: state.windowsAccount };
  if (state.ref.system === WINDOWS) {
    work.record('SSO_INFO_WINDOWS_PASSWORD_SET', {
      ...facts,
      parameters: { windowsAccount: state.windowsAccount ?? '' },
    });
    return;
  }
  for (const { table, row } of state.holders) if (table === 'mappings') work.touchedMappings.set(row.id, trackingId);
  work.record('SSO_INFO_PS_SET_EXTERNAL_PASSWORD', {
    ...facts,
    parameters: { adapter: state.ref.system, externalAccount: state.ref.account },
  });
}
