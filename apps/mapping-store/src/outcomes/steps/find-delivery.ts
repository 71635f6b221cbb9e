import { findDelivery as findInLedger } from '@entsync/domain';

import { about, type OutcomeStep } from '../outcome-case.ts';

/** The delivery that the outcome names; an outcome of an unknown one changes nothing (E:10817). */
export const findDelivery: OutcomeStep = (subject, { people, work }) => {
  const { adapter, account, version } = subject.settled;
  subject.state = people.state({ system: adapter, account });
  subject.delivery = subject.state === undefined ? undefined : findInLedger(subject.state.ledger, version);
  if (subject.delivery !== undefined) return;
  work.record('ENTSSO_E_NOTIFICATION_NOT_FOUND', about(subject));
  subject.isOver = true;
};
