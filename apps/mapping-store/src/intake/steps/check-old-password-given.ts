import { found } from '../change-case.ts';
import { record, refuse, type Step } from '../intake-context.ts';

/** X9. Where the adapter must prove the old password, one came along. */
export const checkOldPasswordGiven: Step = (subject, context) => {
  const adapter = found(subject.adapter, 'the adapter');
  const { oldPassword } = found(subject.passwords, 'the password');
  if (!adapter.verifyOldPassword || oldPassword !== undefined) return;
  record(subject, context, 'ENTSSO_E_REQUIRE_OLD_PASSWORD', { adapter: adapter.name });
  refuse(subject, context, 'SSO_ERROR_REQUIRE_OLD_PASSWORD', {
    adapter: adapter.name,
    externalAccount: subject.change.account,
  });
};
