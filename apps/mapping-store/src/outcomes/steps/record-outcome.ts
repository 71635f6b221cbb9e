import type { DeliveryFailedV1 } from '@entsync/contracts';

import { about, type OutcomeCase, type OutcomeContext, type OutcomeStep } from '../outcome-case.ts';

/** W16. What the adapter, or the router, said, for the timeline. */
export const recordOutcome: OutcomeStep = (subject, context) => {
  const { settled } = subject;
  const { work } = context;
  switch (settled.outcome) {
    case 'applied': {
      const milliseconds = Math.round((settled.endedAt - settled.startedAt) / 1_000);
      const facts = about(subject);
      return work.record('ENTSYNC_INFO_DELIVERY_APPLIED', {
        ...facts,
        parameters: { ...facts.parameters, attempt: settled.attempt, milliseconds },
      });
    }
    case 'superseded':
      return work.record('ENTSYNC_INFO_DELIVERY_SUPERSEDED', about(subject));
    case 'failed':
      return recordFailure(subject, settled, context);
  }
};

function recordFailure(subject: OutcomeCase, failed: DeliveryFailedV1, { work }: OutcomeContext): void {
  const facts = about(subject);
  const { attempt, failure, errorCode } = failed;
  if (subject.state !== undefined) subject.state.extraOf(failed.version).failureReason = failed.reason;
  switch (failed.failure) {
    case 'transient':
    case 'busy':
      return work.record('ENTSYNC_WARN_DELIVERY_FAILED', {
        ...facts,
        parameters: { ...facts.parameters, attempt, failure, errorCode, reason: failed.reason },
      });
    case 'cannot-open':
      return work.record('ENTSYNC_ERROR_DELIVERY_NOT_OPENED', {
        ...facts,
        parameters: { ...facts.parameters, reason: errorCode },
      });
    case 'account-missing':
    case 'old-password-wrong':
    case 'policy-refused':
    case 'misconfigured':
      return work.record('SSO_WARN_PS_ADAPTER_REPORTED_FAILURE', {
        ...facts,
        parameters: { ...facts.parameters, failure, errorCode, errorMessage: failed.reason },
      });
  }
}
