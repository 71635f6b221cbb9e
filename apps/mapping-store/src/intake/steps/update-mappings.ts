import { eventKind, type EventSymbol } from '@entsync/entsso';
import { acceptCapture } from '@entsync/domain';

import { passwordFieldOf } from '../../directory/password-field.ts';
import { found } from '../change-case.ts';
import { record, type Step } from '../intake-context.ts';
import type { MappingFacts } from '../people-in-work.ts';
import { factsOf } from './recognise-change.ts';

/** Why a mapping's stored password stays as it is, in the order in which it is asked. */
const SKIPS: readonly {
  readonly row: string;
  readonly event: EventSymbol;
  readonly applies: (facts: MappingFacts) => boolean;
}[] = [
  { row: 'X11a', event: 'SSO_WARN_PS_APP_DISABLED', applies: ({ application }) => !application.enabled },
  { row: 'X11b', event: 'SSO_WARN_PS_MAPPING_DISABLED', applies: ({ mapping }) => !mapping.enabled },
  {
    row: '1.4',
    event: 'ENTSSO_E_AMBIGUOUS_SYNC_FIELDS',
    applies: ({ application }) => passwordFieldOf(application.fields) === undefined,
  },
];

/** X11. Each mapping of the account is decided alone; those that pass hold the new password from now on. */
export const updateMappings: Step = (subject, context) => {
  const adapter = found(subject.adapter, 'the adapter');
  const state = found(subject.source, 'the ledger of the account');
  const passing: MappingFacts[] = [];
  let refusal: EventSymbol | undefined;
  for (const facts of context.people.mappingsOfAccount(adapter, state.ref.account)) {
    const parameters = {
      adapter: adapter.name,
      application: facts.application.name,
      externalAccount: state.ref.account,
    };
    const skip = SKIPS.find(({ applies }) => applies(facts));
    if (skip === undefined) passing.push(facts);
    else record(subject, context, skip.event, parameters);
    refusal = skip?.event ?? refusal;
  }
  if (passing.length === 0 && refusal !== undefined) {
    subject.outcome = { kind: 'settled', state: 'refused', eventId: eventKind(refusal).id };
    return;
  }

  const arriving = {
    version: found(subject.version, 'the version'),
    fingerprint: found(subject.fingerprint, 'the fingerprint'),
  };
  const holders = passing.map(({ holder }) => holder);
  context.work.take(state, acceptCapture(state.ledger, arriving, context.work), { ...factsOf(subject), holders });
  for (const { application, mapping } of passing) {
    context.work.touchedMappings.set(mapping.id, subject.change.trackingId);
    record(subject, context, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD', {
      adapter: adapter.name,
      application: application.name,
      externalAccount: state.ref.account,
    });
  }
};
