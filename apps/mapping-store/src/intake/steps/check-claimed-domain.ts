import { parseWindowsAccount } from '@entsync/domain';

import { found } from '../change-case.ts';
import type { Step } from '../intake-context.ts';
import { refuseProducer } from '../refuse-producer.ts';

/** W3. A producer announces changes of the domains that it was enrolled for, and of no other. */
export const checkClaimedDomain: Step = (subject, context) => {
  const { claims, name } = found(subject.principal, 'the producer');
  const domain = parseWindowsAccount(subject.change.account)?.domain.toLowerCase();
  // Without a domain it is the next row's to refuse.
  if (domain === undefined) return;
  const isClaimed = claims.domains?.some((each) => each.toLowerCase() === domain) === true;
  if (isClaimed) return;
  refuseProducer(subject, context, 'SSO_WARN_PS_PCNS_ACCESS_DENIED', {
    producer: name,
    reason: 'its producer was not enrolled for this domain',
    parameters: { accessDomain: domain },
  });
};
