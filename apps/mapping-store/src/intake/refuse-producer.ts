import type { EventSymbol } from '@entsync/entsso';

import type { ChangeCase, EventParameters } from './change-case.ts';
import { record, reject, type IntakeContext } from './intake-context.ts';

interface Refusal {
  readonly producer: string;
  readonly reason: string;
  readonly parameters?: EventParameters;
}

/** Whoever sent the change may not say this: it is told, counted, and a dead letter at a limited rate. */
export function refuseProducer(
  subject: ChangeCase,
  context: IntakeContext,
  denied: EventSymbol,
  { producer, reason, parameters }: Refusal,
): void {
  record(subject, context, denied, parameters);
  record(subject, context, 'ENTSYNC_WARN_PRODUCER_REFUSED', { producer, reason });
  reject(subject, 'producer-refused', `The record is refused: ${reason}.`, true);
}
