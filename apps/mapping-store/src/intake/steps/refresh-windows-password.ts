import { acceptCapture } from '@entsync/domain';

import { found } from '../change-case.ts';
import { record, type Step } from '../intake-context.ts';
import { factsOf } from './recognise-change.ts';

/** W11. The stored Windows password becomes the new one, also for a user without mappings: a full synchronization needs it later. */
export const refreshWindowsPassword: Step = (subject, context) => {
  const state = found(subject.source, 'the ledger of the account');
  const arriving = {
    version: found(subject.version, 'the version'),
    fingerprint: found(subject.fingerprint, 'the fingerprint'),
  };
  subject.user = context.people.user(found(subject.ref, 'the account').account);
  context.work.take(state, acceptCapture(state.ledger, arriving, context.work), factsOf(subject));
  record(subject, context, 'SSO_INFO_PS_SET_WINDOWS_PASSWORD');
};
