import type { LedgerChange } from '@entsync/domain';

import { versionKey } from '../ledger/account-state.ts';
import { found, type ChangeCase } from './change-case.ts';
import type { IntakeContext } from './intake-context.ts';
import { owePassword } from './owe-password.ts';

/**
 * L8. A duplicate stands for the deliveries of the change that it repeats: they count as of its own version. Where something else was captured
 * in between, the repetition is news there, and is delivered again.
 */
export function raiseDeliveriesOf(subject: ChangeCase, original: LedgerChange, context: IntakeContext): void {
  const source = found(subject.source, 'the ledger of the account');
  const version = found(subject.version, 'the version');
  const { newPassword } = found(subject.passwords, 'the password');
  const trackingId = source.trackingIds.get(versionKey(original.version));
  if (trackingId === undefined) return;
  const cause = { origin: original.version.origin, trackingId };
  for (const state of context.people.states) {
    if (state === source) continue;
    const caused = [...state.extras.values()].find(
      (each) => each.trackingId === trackingId && each.changeOrigin === cause.origin,
    );
    if (caused !== undefined) owePassword(state, { version, password: newPassword, cause }, caused.mappingIds, context);
  }
}
