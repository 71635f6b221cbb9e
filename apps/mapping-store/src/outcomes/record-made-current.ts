import type { MadeCurrent, Work } from '../ledger/work.ts';
import type { PeopleInWork } from '../intake/people-in-work.ts';

/** W17. A stored password changed because its target confirmed it: one event for each mapping. */
export function recordingMadeCurrent(work: Work, people: PeopleInWork): MadeCurrent {
  return (state, version, _as, holders) => {
    const { trackingId } = state.extraOf(version);
    for (const { table, row } of holders) {
      const facts = table === 'mappings' ? people.facts.find(({ mapping }) => mapping.id === row.id) : undefined;
      if (facts === undefined) continue;
      work.touchedMappings.set(row.id, trackingId);
      work.record('SSO_INFO_PS_SET_EXTERNAL_PASSWORD', {
        trackingId,
        account: state.ref,
        windowsAccount: facts.user.written,
        parameters: {
          adapter: state.ref.system,
          application: facts.application.name,
          externalAccount: state.ref.account,
        },
      });
    }
  };
}
