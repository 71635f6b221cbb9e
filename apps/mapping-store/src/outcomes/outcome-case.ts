import type { DeliverySettledV1 } from '@entsync/contracts';
import type { LedgerDelivery, Secret } from '@entsync/domain';
import type { ConsumedRecord } from '@entsync/messaging';

import type { Adapter } from '../directory/entities.ts';
import type { Directory } from '../directory/load-directory.ts';
import type { PeopleInWork } from '../intake/people-in-work.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import type { AccountState } from '../ledger/account-state.ts';
import type { EventFacts, Work } from '../ledger/work.ts';

/** One outcome on its way: each step finds what the steps before it have found out. */
export class OutcomeCase {
  readonly record: ConsumedRecord;
  readonly settled: DeliverySettledV1;
  adapter: Adapter | undefined;
  state: AccountState | undefined;
  delivery: LedgerDelivery | undefined;
  rejected: { readonly reason: string; readonly detail: string } | undefined;
  isOver = false;

  constructor(record: ConsumedRecord, settled: DeliverySettledV1) {
    this.record = record;
    this.settled = settled;
  }
}

export interface OutcomeContext {
  readonly directory: Directory;
  readonly epochs: EpochKeys;
  readonly work: Work;
  readonly people: PeopleInWork;
  /** Proves the routers' answers. */
  readonly routerAnswerKey: Secret;
}

export type OutcomeStep = (subject: OutcomeCase, context: OutcomeContext) => void;

/** What events about an outcome say of it. */
export function about({ settled, state }: OutcomeCase): EventFacts & { parameters: Record<string, string | number> } {
  return {
    trackingId: settled.trackingId,
    account: { system: settled.adapter, account: settled.account },
    windowsAccount: state?.windowsAccount,
    parameters: { adapter: settled.adapter, externalAccount: settled.account },
  };
}
