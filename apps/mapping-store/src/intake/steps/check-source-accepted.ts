import { refuse, type Step } from '../intake-context.ts';

/** W2. This installation takes Windows changes from hooks and other producers (allowPS PCNS). */
export const checkSourceAccepted: Step = (subject, context) => {
  if (!context.directory.system.acceptHooks) refuse(subject, context, 'SSO_WARN_PS_PCNS_NOT_ALLOWED');
};
