import { decideStamp, MICROS_PER_SECOND } from '@entsync/domain';

import { found } from '../change-case.ts';
import { settle, type Step } from '../intake-context.ts';

/** Gives the change its version: when it took effect, who says so, and that origin's count. */
export const stampVersion: Step = (subject, context) => {
  const { change, record } = subject;
  const ref = found(subject.ref, 'the account');
  const stamp = decideStamp(
    {
      origin: change.origin,
      sequence: change.sequence,
      claimedAt: change.capturedAt + change.clockOffset,
      clockOffset: change.clockOffset,
      appendedAt: record.appendedAt,
    },
    context.history.originHistory(change, ref),
  );
  switch (stamp.kind) {
    case 'stamped':
      subject.version = stamp.version;
      context.history.noteClock(change);
      return;
    case 'outdated':
      return settle(subject, context, 'ENTSYNC_INFO_CHANGE_OUTDATED', {
        state: 'outdated',
        parameters: { reason: 'its origin has reported a later one' },
      });
    case 'held':
      subject.version = stamp.version;
      return settle(subject, context, 'ENTSYNC_WARN_CHANGE_HELD', {
        state: 'held',
        parameters: { origin: change.origin, deviationSeconds: Math.round(stamp.deviation / MICROS_PER_SECOND) },
      });
  }
};
