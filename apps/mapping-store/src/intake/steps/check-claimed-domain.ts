import { parseWindowsAccount } from '@entsync/domain';

import { found } from '../change-case.ts';
import { refuse, type Step } from '../intake-context.ts';

/** W3. A producer announces changes of the domains that it was enrolled for, and of no other. */
export const checkClaimedDomain: Step = (subject, context) => {
  const { claims } = found(subject.principal, 'the producer');
  const domain = parseWindowsAccount(subject.change.account)?.domain.toLowerCase();
  // Without a domain it is the next row's to refuse.
  if (domain === undefined) return;
  const isClaimed = claims.domains?.some((each) => each.toLowerCase() === domain) === true;
  if (!isClaimed) refuse(subject, context, 'SSO_WARN_PS_PCNS_ACCESS_DENIED', { accessDomain: domain });
};
