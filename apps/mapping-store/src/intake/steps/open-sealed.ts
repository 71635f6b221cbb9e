import { CannotOpenError, contentDigest, fingerprintOf, openCapture } from '@entsync/secrets';

import { found } from '../change-case.ts';
import { record, reject, type Step } from '../intake-context.ts';

/** Opens what the source has sealed, and compares what was sealed with it: account, origin, sequence, time. */
export const openSealed: Step = async (subject, context) => {
  const { change } = subject;
  const { keys } = context;
  try {
    subject.passwords = await openCapture(keys.recipients, change, Buffer.from(change.sealed, 'base64'));
  } catch (error) {
    if (!(error instanceof CannotOpenError)) throw error;
    record(subject, context, 'ENTSYNC_WARN_CHANGE_NOT_OPENED', { reason: error.reason });
    return reject(subject, 'cannot-open', error.message);
  }
  const ref = found(subject.ref, 'the account');
  subject.fingerprint = fingerprintOf(keys.fingerprintKey, ref, subject.passwords.newPassword);
  subject.digest = contentDigest(
    `${change.sequence}`,
    ref.system,
    ref.account,
    `${change.capturedAt}`,
    subject.fingerprint,
  );
};
