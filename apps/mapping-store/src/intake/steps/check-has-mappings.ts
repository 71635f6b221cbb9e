import { found } from '../change-case.ts';
import { settle, type Step } from '../intake-context.ts';

/** W10. A user without any mapping is nobody that others must follow. */
export const checkHasMappings: Step = (subject, context) => {
  const user = found(subject.user, 'the Windows user');
  if (context.people.mappingsOfUser(user).length > 0) return;
  settle(subject, context, 'SSO_INFO_PS_WIN_CHANGE_DISCARDED_NO_MAPPINGS', { state: 'accepted' });
};
