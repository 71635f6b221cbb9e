import { acceptDuplicate, acceptEcho, acceptOutdated, recognise, WINDOWS } from '@entsync/domain';

import { versionKey, type AccountState } from '../../ledger/account-state.ts';
import type { DecisionFacts } from '../../ledger/work.ts';
import { found, type ChangeCase } from '../change-case.ts';
import { raiseDeliveriesOf } from '../raise-deliveries.ts';
import { settle, type IntakeContext, type Step } from '../intake-context.ts';

/** W9, X7. An echo of what EntSync wrote itself (L7), the same again (L8), or older than what is known: none of them is news. */
export const recogniseChange: Step = (subject, context) => {
  const { work } = context;
  const ref = found(subject.ref, 'the account');
  const state = found(context.people.state(ref), 'the ledger of the account');
  const arriving = {
    version: found(subject.version, 'the version'),
    fingerprint: found(subject.fingerprint, 'the fingerprint'),
  };
  subject.source = state;
  subject.recognition = recognise(state.ledger, arriving, work.limits);
  const facts = factsOf(subject);
  switch (subject.recognition.kind) {
    case 'news':
      state.trackingIds.set(versionKey(arriving.version), subject.change.trackingId);
      return;
    case 'echo':
      work.take(state, acceptEcho(state.ledger, subject.recognition.of, arriving, work), facts);
      return settleEcho(subject, context, state);
    case 'duplicate': {
      const original = subject.recognition.of;
      work.take(state, acceptDuplicate(state.ledger, original, arriving, work), facts);
      raiseDeliveriesOf(subject, original, context);
      return settle(subject, context, dampedSymbol(ref.system), { state: 'duplicate' });
    }
    case 'outdated':
      work.take(state, acceptOutdated(state.ledger, arriving, work), facts);
      return settle(subject, context, outdatedSymbol(ref.system), { state: 'outdated' });
  }
};

function settleEcho(subject: ChangeCase, context: IntakeContext, state: AccountState): void {
  const { recognition } = subject;
  const deliveryTrackingId = recognition?.kind === 'echo' ? state.extraOf(recognition.of.version).trackingId : '';
  settle(subject, context, 'ENTSYNC_INFO_CHANGE_ECHO', { state: 'echo', parameters: { deliveryTrackingId } });
}

export function factsOf(subject: ChangeCase): DecisionFacts {
  const { newPassword } = found(subject.passwords, 'the password');
  const { origin, trackingId } = subject.change;
  return {
    captured: { password: newPassword, fingerprint: found(subject.fingerprint, 'the fingerprint') },
    cause: { origin, trackingId },
  };
}

function dampedSymbol(system: string): 'SSO_INFO_PS_WIN_CHANGE_DAMPED' | 'SSO_INFO_DAMPED_EXTERNAL_PASSWORD_CHANGE' {
  return system === WINDOWS ? 'SSO_INFO_PS_WIN_CHANGE_DAMPED' : 'SSO_INFO_DAMPED_EXTERNAL_PASSWORD_CHANGE';
}

function outdatedSymbol(
  system: string,
): 'ENTSSO_E_WINDOWS_UPDATE_FAILED_MORE_RECENT' | 'ENTSSO_E_EXTERNAL_UPDATE_FAILED_MORE_RECENT' {
  return system === WINDOWS
    ? 'ENTSSO_E_WINDOWS_UPDATE_FAILED_MORE_RECENT'
    : 'ENTSSO_E_EXTERNAL_UPDATE_FAILED_MORE_RECENT';
}
