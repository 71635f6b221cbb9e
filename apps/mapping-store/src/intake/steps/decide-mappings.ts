import type { EventSymbol } from '@entsync/entsso';

import type { Adapter } from '../../directory/entities.ts';
import { passwordFieldOf } from '../../directory/password-field.ts';
import { found } from '../change-case.ts';
import { record, type IntakeContext, type Step } from '../intake-context.ts';
import { owePassword } from '../owe-password.ts';
import type { MappingFacts } from '../people-in-work.ts';

/** Why one mapping of the user is left out, in the order in which it is asked. */
const SKIPS: readonly {
  readonly row: string;
  readonly event: EventSymbol;
  readonly applies: (facts: MappingFacts, adapter: Adapter | undefined) => boolean;
}[] = [
  { row: 'W12b', event: 'SSO_INFO_PS_WIN_CHANGE_MAPPING_DISABLED', applies: ({ mapping }) => !mapping.enabled },
  { row: 'W12c', event: 'SSO_INFO_PS_WIN_CHANGE_APP_DISABLED', applies: ({ application }) => !application.enabled },
  {
    row: 'W12d',
    event: 'SSO_INFO_PS_WIN_CHANGE_APP_INCORRECT_TYPE',
    applies: ({ application }) => application.type === 'host-group',
  },
  {
    row: '1.4',
    event: 'ENTSSO_E_AMBIGUOUS_SYNC_FIELDS',
    applies: ({ application }) => passwordFieldOf(application.fields) === undefined,
  },
  {
    row: 'W12e',
    event: 'SSO_INFO_PS_WIN_CHANGE_NO_ADAPTER',
    applies: (_facts, adapter) => adapter === undefined || adapter.deleted,
  },
  {
    row: 'W12f',
    event: 'SSO_INFO_PS_WIN_CHANGE_ADAPTER_NO_SYNC',
    applies: (_facts, adapter) => adapter?.syncToAdapter !== true,
  },
];

/** W12, W15. Each mapping of the user is decided alone; each account that remains is owed the new password once, for all its mappings. */
export const decideMappings: Step = (subject, context) => {
  const user = found(subject.user, 'the Windows user');
  const { newPassword: password } = found(subject.passwords, 'the password');
  const { origin, trackingId } = subject.change;
  const owed = { version: found(subject.version, 'the version'), password, cause: { origin, trackingId } };
  const passing = context.people
    .mappingsOfUser(user)
    .filter((facts) => passes(facts, (skip, parameters) => record(subject, context, skip, parameters), context));
  const byAccount = Map.groupBy(passing, (facts) => stateOf(facts, context));
  for (const [state, mappings] of byAccount) {
    const mappingIds = mappings.map(({ mapping }) => mapping.id);
    if (state !== undefined) owePassword(state, owed, mappingIds, context);
  }
};

function passes(
  facts: MappingFacts,
  skip: (event: EventSymbol, parameters: Record<string, string>) => void,
  { directory }: IntakeContext,
): boolean {
  const adapter = adapterOf(facts, directory);
  const reason = SKIPS.find(({ applies }) => applies(facts, adapter));
  if (reason === undefined) return true;
  skip(reason.event, {
    application: facts.application.name,
    externalAccount: facts.mapping.account,
    adapter: adapter?.name ?? '',
  });
  return false;
}

function adapterOf({ application }: MappingFacts, directory: IntakeContext['directory']): Adapter | undefined {
  return application.adapterId === null ? undefined : directory.adapters.get(application.adapterId);
}

function stateOf(facts: MappingFacts, context: IntakeContext): ReturnType<IntakeContext['people']['state']> {
  const adapter = adapterOf(facts, context.directory);
  return adapter === undefined
    ? undefined
    : context.people.state({ system: adapter.name, account: facts.mapping.account });
}
