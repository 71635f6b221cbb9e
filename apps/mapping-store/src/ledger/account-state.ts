import {
  emptyLedger,
  newestVersion,
  WINDOWS,
  type AccountLedger,
  type AccountRef,
  type Version,
} from '@entsync/domain';

import type { Adapter, StoredPassword } from '../directory/entities.ts';
import type { PasswordHolder } from './password-holder.ts';

/** A text that is equal for equal versions only. */
export function versionKey({ time, origin, sequence }: Version): string {
  return `${time}/${origin}/${sequence}`;
}

/** What belongs to a delivery beside what the ledger decides by. */
export interface DeliveryExtra {
  /** The change that caused it. */
  readonly changeOrigin: string;
  readonly trackingId: string;
  /** The mappings whose stored password follows its confirmation; none for a Windows account. */
  readonly mappingIds: readonly number[];
  /** The wanted password, encrypted; absent once it is forgotten (L1). */
  wanted: Buffer | undefined;
  failureReason?: string;
  /** It was published because of a request or a timer: a sweep makes sure that it is. */
  announce: boolean;
}

/** One account while a batch is being decided: its ledger, and where its password is stored. */
export class AccountState {
  readonly extras = new Map<string, DeliveryExtra>();
  /** Tracking ids of the changes that were captured here, by version. */
  readonly trackingIds = new Map<string, string>();
  ledger: AccountLedger;
  #original: AccountLedger;

  constructor(
    readonly ref: AccountRef,
    /** Through which deliveries reach it; none where Windows accounts are not written to. */
    readonly adapter: Adapter | undefined,
    /** All mappings of the account, or the Windows user. */
    readonly holders: readonly PasswordHolder[],
    /** As people know it. */
    readonly windowsAccount: string | undefined,
  ) {
    this.ledger = emptyLedger(ref.system === WINDOWS || adapter?.sendOldPassword === true);
    this.#original = this.ledger;
  }

  /** What the database has, with the confirmed password from the holders. */
  takeAsLoaded(changes: AccountLedger['changes'], deliveries: AccountLedger['deliveries']): void {
    const confirmed = this.stored?.confirmed;
    this.ledger = { ...this.ledger, changes, deliveries, ...(confirmed === undefined ? {} : { confirmed }) };
    this.#original = this.ledger;
  }

  /** Deliveries that differ from what the database has. */
  changedDeliveries(): AccountLedger['deliveries'] {
    const known = new Set(this.#original.deliveries);
    return this.ledger.deliveries.filter((delivery) => !known.has(delivery));
  }

  get loadedChanges(): AccountLedger['changes'] {
    return this.#original.changes;
  }

  /** Captured changes that are new, or stand for a newer version than the database has. */
  changedChanges(): AccountLedger['changes'] {
    const known = new Set(this.#original.changes);
    return this.ledger.changes.filter((change) => !known.has(change));
  }

  extraOf(version: Version): DeliveryExtra {
    const extra = this.extras.get(versionKey(version));
    if (extra === undefined) throw new Error(`The delivery ${versionKey(version)} of ${this.ref.system} has no facts.`);
    return extra;
  }

  /** The newest stored password over all holders. */
  get stored(): StoredPassword | undefined {
    const stored = this.holders.map((holder) => holder.stored).filter((each) => each !== undefined);
    const newest = newestVersion(...stored.map(({ confirmed }) => confirmed.version));
    return stored.find(({ confirmed }) => confirmed.version === newest);
  }
}
