import { refuse, type Step } from '../intake-context.ts';

/** W5. The whole system can be switched off. */
export const checkSystemEnabled: Step = (subject, context) => {
  if (!context.directory.system.enabled) refuse(subject, context, 'SSO_WARN_SSO_DISABLED');
};
