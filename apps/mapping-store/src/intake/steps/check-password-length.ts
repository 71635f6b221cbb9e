import { WINDOWS } from '@entsync/domain';
import { MAX_PASSWORD_LENGTH } from '@entsync/entsso';

import { found } from '../change-case.ts';
import { refuse, type Step } from '../intake-context.ts';

/** W7. An empty password is not synchronized; nor is one that is longer than any system here takes (E:10839). */
export const checkPasswordLength: Step = (subject, context) => {
  const length = found(subject.passwords, 'the password').newPassword.open(
    (bytes) => Array.from(new TextDecoder().decode(bytes)).length,
  );
  if (length === 0)
    refuse(
      subject,
      context,
      subject.change.system === WINDOWS
        ? 'SSO_WARN_PS_WIN_CHANGE_DISCARDED_ZERO_LENGTH'
        : 'ENTSYNC_WARN_PASSWORD_EMPTY',
    );
  else if (length > MAX_PASSWORD_LENGTH) refuse(subject, context, 'ENTSSO_E_MAX_PASSWORD');
};
