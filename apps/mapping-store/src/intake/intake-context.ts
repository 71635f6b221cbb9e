import type { EventSymbol } from '@entsync/entsso';
import { eventKind } from '@entsync/entsso';
import { WINDOWS } from '@entsync/domain';

import type { Directory } from '../directory/load-directory.ts';
import type { StoreKeys } from '../keys/store-keys.ts';
import type { Work } from '../ledger/work.ts';
import type { ChangeCase, ChangeState, EventParameters } from './change-case.ts';
import type { ChangeHistory } from './change-history.ts';
import type { PeopleInWork } from './people-in-work.ts';

/** What the steps of the intake flows look at and change; one for each batch. */
export interface IntakeContext {
  readonly directory: Directory;
  readonly keys: StoreKeys;
  readonly work: Work;
  /** Loaded between admission and decision. */
  readonly people: PeopleInWork;
  readonly history: ChangeHistory;
}

/** One rule. It lets the change pass, or ends its way through the flow by setting its outcome. */
export type Step = (subject: ChangeCase, context: IntakeContext) => void | Promise<void>;

/**
 * A row of a flow. `admit` rows look at the message and the configuration only; `decide` rows at the person and the ledger, which are loaded for
 * all changes of the batch that were admitted.
 */
export interface FlowRow {
  /** The row's number in the flow's description. */
  readonly row: string;
  readonly phase: 'admit' | 'decide';
  readonly step: Step;
  /** Events that this row raises. */
  readonly events: readonly EventSymbol[];
}

/** Raises an event about the change. */
export function record(
  subject: ChangeCase,
  { work }: IntakeContext,
  symbol: EventSymbol,
  parameters: EventParameters = {},
): void {
  const { change, ref, user } = subject;
  work.record(symbol, {
    trackingId: change.trackingId,
    account: ref ?? { system: change.system, account: change.account },
    windowsAccount: user?.written ?? (change.system === WINDOWS ? change.account : undefined),
    parameters: { ...parameters, clientUser: subject.principal?.name ?? '' },
  });
}

/** Ends the change with an event; it is remembered so. */
export function settle(
  subject: ChangeCase,
  context: IntakeContext,
  symbol: EventSymbol,
  facts: { readonly state: ChangeState; readonly parameters?: EventParameters },
): void {
  record(subject, context, symbol, facts.parameters);
  subject.outcome = { kind: 'settled', state: facts.state, eventId: eventKind(symbol).id };
}

/** Refuses the change: whoever sent it is not who may, or it is switched off. */
export function refuse(
  subject: ChangeCase,
  context: IntakeContext,
  symbol: EventSymbol,
  parameters?: EventParameters,
): void {
  settle(subject, context, symbol, { state: 'refused', ...(parameters === undefined ? {} : { parameters }) });
}

/** Puts the record among the dead letters. */
export function reject(subject: ChangeCase, reason: string, detail: string, fromStranger = false): void {
  subject.outcome = { kind: 'rejected', reason, detail, fromStranger };
}
