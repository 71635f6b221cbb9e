import type { RecordedEvent } from '@entsync/contracts';
import type { AccountRef, Micros, Recognition, Version } from '@entsync/domain';
import type { ConsumedRecord } from '@entsync/messaging';
import type { CapturedPasswords } from '@entsync/secrets';

import type { Adapter, WindowsUser } from '../directory/entities.ts';
import type { Principal } from '../directory/load-directory.ts';
import type { AccountState } from '../ledger/account-state.ts';

/** How a change is remembered. */
export type ChangeState = 'accepted' | 'echo' | 'duplicate' | 'outdated' | 'refused' | 'held';

/** What a message on a public topic says, whichever it is. */
export interface AnnouncedChange {
  readonly topic: string;
  readonly trackingId: string;
  /** `windows`, or the adapter's name. */
  readonly system: string;
  /** As the source writes it. */
  readonly account: string;
  readonly accountId: string | undefined;
  readonly origin: string;
  readonly sequence: number;
  readonly capturedAt: Micros;
  readonly clockOffset: Micros;
  readonly actor: string | undefined;
  readonly sealed: string;
}

/** One change on its way through a flow: each step finds what the steps before it have found out. */
export class ChangeCase {
  readonly record: ConsumedRecord;
  readonly change: AnnouncedChange;
  principal: Principal | undefined;
  /** The account in its canonical form. */
  ref: AccountRef | undefined;
  adapter: Adapter | undefined;
  passwords: CapturedPasswords | undefined;
  fingerprint: string | undefined;
  digest: string | undefined;
  version: Version | undefined;
  /** The ledger of the account where the change was captured. */
  source: AccountState | undefined;
  user: WindowsUser | undefined;
  recognition: Recognition | undefined;
  outcome: CaseOutcome | undefined;

  constructor(record: ConsumedRecord, change: AnnouncedChange) {
    this.record = record;
    this.change = change;
  }

  get isOver(): boolean {
    return this.outcome !== undefined;
  }
}

/** How a change left the flow. */
export type CaseOutcome =
  /** Remembered with this state; the event says why. */
  | { readonly kind: 'settled'; readonly state: ChangeState; readonly eventId: number }
  /** It was here before, with the same content: what it caused is said again. */
  | { readonly kind: 'repeated' }
  /** Among the dead letters. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly detail: string; readonly fromStranger: boolean };

export type EventParameters = RecordedEvent['parameters'];

/** What an earlier step must have found. A miss is a mistake in the flow's table. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`The flow needs ${what} before this step.`);
  return value;
}
