import { found } from '../change-case.ts';
import { record, reject, type Step } from '../intake-context.ts';

/**
 * The same origin and tracking id again. With the same content it is a redelivery: what it caused is said again. With other content somebody
 * reuses an id: the first one stands.
 */
export const recogniseRepetition: Step = (subject, context) => {
  const remembered = context.history.remembered(subject.change);
  if (remembered === undefined) return;
  if (remembered.digest === found(subject.digest, 'the digest')) {
    record(subject, context, 'ENTSYNC_INFO_CHANGE_REPEATED');
    subject.outcome = { kind: 'repeated' };
    return;
  }
  record(subject, context, 'ENTSYNC_WARN_CHANGE_CONFLICTING', { origin: subject.change.origin });
  reject(subject, 'conflicting-content', 'A change with this origin and tracking id is known with other content.');
};
