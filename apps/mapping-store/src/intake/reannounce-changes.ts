import { reannounce } from '@entsync/domain';

import type { ChangeCase } from './change-case.ts';
import type { IntakeContext } from './intake-context.ts';

/**
 * A change that came again was decided before; perhaps what followed was never published. What the store owes to the accounts that it concerns is
 * said again, in the same revisions: whoever has it already recognises it.
 */
export function reannounceChanges(cases: readonly ChangeCase[], { people, work }: IntakeContext): void {
  const repeated = cases.filter(({ outcome }) => outcome?.kind === 'repeated');
  for (const { change, source } of repeated) {
    const concerned = people.states.filter(
      (state) =>
        state === source ||
        [...state.extras.values()].some(
          ({ trackingId, changeOrigin }) => trackingId === change.trackingId && changeOrigin === change.origin,
        ),
    );
    for (const state of concerned) work.take(state, { ledger: state.ledger, effects: reannounce(state.ledger) });
  }
}
