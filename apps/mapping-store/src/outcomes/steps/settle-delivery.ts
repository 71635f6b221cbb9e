import { findDelivery, settleOutcome, type DeliveryOutcome, type LedgerDelivery } from '@entsync/domain';

import type { AccountState } from '../../ledger/account-state.ts';
import { about, type OutcomeCase, type OutcomeContext, type OutcomeStep } from '../outcome-case.ts';

/** The ledger takes the outcome over: it makes the password current (W17), parks, refuses, or delivers again. */
export const settleDelivery: OutcomeStep = (subject, context) => {
  const { state, delivery } = subject;
  if (state === undefined || delivery === undefined) return;
  const before = state.ledger.deliveries;
  context.work.take(state, settleOutcome(state.ledger, toOutcome(subject), context.work));
  const after = findDelivery(state.ledger, delivery.version);
  if (after?.state === 'parked' && delivery.state !== 'parked') recordParked(subject, context);
  recordPublishedAgain(subject, before, state, context);
};

function toOutcome({ settled }: OutcomeCase): DeliveryOutcome {
  const { version, revision } = settled;
  switch (settled.outcome) {
    case 'applied':
      return { kind: 'applied', version, revision, from: settled.startedAt, until: settled.endedAt };
    case 'failed':
      return {
        kind: 'failed',
        version,
        revision,
        failure: settled.failure,
        at: settled.endedAt,
        ...unknownEnd(settled),
      };
    case 'superseded':
      return { kind: 'superseded', version, revision, ...unknownEnd(settled) };
  }
}

function unknownEnd({ maybeAppliedUntil }: { readonly maybeAppliedUntil?: number | undefined }): {
  maybeAppliedUntil?: number;
} {
  return maybeAppliedUntil === undefined ? {} : { maybeAppliedUntil };
}

function recordParked(subject: OutcomeCase, { work }: OutcomeContext): void {
  const { settled } = subject;
  const facts = about(subject);
  const failure = settled.outcome === 'failed' ? settled.failure : '';
  work.record('ENTSYNC_WARN_DELIVERY_PARKED', { ...facts, parameters: { ...facts.parameters, failure } });
}

/** Deliveries of the account that the outcome made go out again (L2, L3). What was only held back goes out as planned. */
function recordPublishedAgain(
  subject: OutcomeCase,
  before: readonly LedgerDelivery[],
  state: AccountState,
  { work }: OutcomeContext,
): void {
  const { account, windowsAccount, parameters } = about(subject);
  const reason = subject.settled.outcome === 'failed' ? subject.settled.failure : subject.settled.outcome;
  for (const delivery of state.ledger.deliveries) {
    const former = before.find(({ version }) => version === delivery.version);
    if (!isPublishedAgain(delivery, former)) continue;
    const { trackingId } = state.extraOf(delivery.version);
    const facts = { trackingId, windowsAccount, ...(account === undefined ? {} : { account }) };
    const isRepair = former === undefined || former.state === 'applied';
    if (isRepair) work.record('ENTSYNC_WARN_DELIVERY_REPAIRED', { ...facts, parameters });
    else {
      const { revision } = delivery;
      work.record('ENTSYNC_INFO_DELIVERY_REPUBLISHED', { ...facts, parameters: { ...parameters, revision, reason } });
    }
  }
}

function isPublishedAgain(delivery: LedgerDelivery, former: LedgerDelivery | undefined): boolean {
  const isNew = former?.lastPublishedAt !== delivery.lastPublishedAt;
  return delivery.state === 'published' && isNew && former?.state !== 'held-back';
}
