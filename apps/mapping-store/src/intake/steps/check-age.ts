import { MICROS_PER_HOUR } from '@entsync/domain';

import { refuse, type Step } from '../intake-context.ts';

/** W8, X6. What is older than the age limit is not synchronized any more. The age counts from the change, however long it lay in a spool. */
export const checkAge: Step = (subject, context) => {
  const { change, record } = subject;
  const claimedAt = Math.min(change.capturedAt + change.clockOffset, record.appendedAt);
  const limit = context.directory.system.syncAgeHours * MICROS_PER_HOUR;
  if (claimedAt + limit < context.work.now) refuse(subject, context, 'ENTSSO_E_TIMESTAMP_TOO_OLD');
};
