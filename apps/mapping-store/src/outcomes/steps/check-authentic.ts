import { checkMac, NotAuthenticError } from '@entsync/secrets';

import { about, type OutcomeCase, type OutcomeContext, type OutcomeStep } from '../outcome-case.ts';

/**
 * A host's word counts when it knows the epoch key of that adapter; the router's when it knows the key that it shares with the store, and then only
 * for what never left.
 */
export const checkAuthentic: OutcomeStep = (subject, context) => {
  try {
    checkMacOf(subject, context);
  } catch (error) {
    if (!(error instanceof NotAuthenticError)) throw error;
    context.work.record('ENTSYNC_WARN_PRODUCER_REFUSED', {
      ...about(subject),
      parameters: { producer: subject.settled.adapter, reason: error.reason },
    });
    subject.rejected = { reason: 'not-authentic', detail: error.message };
    subject.isOver = true;
  }
};

function checkMacOf({ record, settled }: OutcomeCase, { directory, epochs, routerAnswerKey }: OutcomeContext): void {
  if (settled.outcome === 'superseded') return checkMac(routerAnswerKey, record);
  const epoch = epochs.byId(settled.epoch);
  const adapter = epoch === undefined ? undefined : directory.adapters.get(epoch.adapterId);
  if (epoch === undefined || adapter?.name !== settled.adapter) throw new NotAuthenticError('unknown-signer');
  checkMac(epoch.outcomeKey, record);
}
