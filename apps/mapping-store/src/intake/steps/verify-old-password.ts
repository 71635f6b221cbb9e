import { checkOldPassword, confirmByProof } from '@entsync/domain';
import { fingerprintOf } from '@entsync/secrets';

import { found } from '../change-case.ts';
import { refuse, type Step } from '../intake-context.ts';

/**
 * X11e, X11f. The old password that came along is the one that is known to be in force, or that of a delivery which nobody has heard of yet and which
 * is thereby proven (L9).
 */
export const verifyOldPassword: Step = (subject, context) => {
  const adapter = found(subject.adapter, 'the adapter');
  if (!adapter.verifyOldPassword) return;
  const state = found(subject.source, 'the ledger of the account');
  const { oldPassword } = found(subject.passwords, 'the password');
  const fingerprint = fingerprintOf(context.keys.fingerprintKey, state.ref, found(oldPassword, 'the old password'));
  const check = checkOldPassword(state.ledger, fingerprint);
  const parameters = { adapter: adapter.name, externalAccount: state.ref.account };
  switch (check.kind) {
    case 'confirmed':
      return;
    case 'of-delivery':
      return context.work.take(state, confirmByProof(state.ledger, check.delivery, context.work.now));
    case 'nothing-stored':
      return refuse(subject, context, 'SSO_WARN_NO_EXISTING_PASSWORD', parameters);
    case 'mismatch':
      return refuse(subject, context, 'SSO_WARN_PASSWORD_MISMATCH', parameters);
  }
};
