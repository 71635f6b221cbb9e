import { EXTERNAL_TO_WINDOWS_PARTIAL } from '@entsync/contracts';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE } from '@entsync/domain';
import { machineClocks } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { expect } from 'vitest';

import { unsigned } from './change-source.ts';
import type { FlowSystem, Person } from './flow-system.ts';
import type { Happened, RowCase } from './row-case.ts';

/** The rows that say which adapter may report what, and whether the store follows at all. */
const ADMISSION: readonly RowCase[] = [
  {
    row: 'X1',
    title: 'what nobody signed is refused, and lies among the dead letters',
    events: ['SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
    run: async (flow) => {
      const person = await flow.person('source');
      const { source } = await flow.voice('source');
      const { trackingId, record } = await source.external('source', person.account, { password: 'Hazel-Lagoon-1' });
      await flow.send(unsigned(record));
      return {
        trackingId,
        effect: async () => {
          const letter = await flow.deadLetter(EXTERNAL_TO_WINDOWS_PARTIAL, trackingId);
          expect(letter).toMatchObject({ reason: 'producer-refused' });
          expect(await flow.isUntouched(person)).toBe(true);
        },
      };
    },
  },
  {
    row: 'W5',
    title: 'a disabled system takes nothing',
    events: ['SSO_WARN_SSO_DISABLED'],
    run: (flow) => refusedWhile(flow, { enabled: false }),
  },
  {
    row: 'X2',
    title: 'an adapter that is not there reports nothing',
    events: ['ENTSSO_E_NO_ADAPTER'],
    run: async (flow) => {
      const { source } = await flow.voice('source');
      const announced = await source.external('nowhere', newId(), { password: 'Hazel-Lagoon-3' });
      const trackingId = await flow.publish(announced);
      return { trackingId, effect: () => isForgotten(flow, trackingId) };
    },
  },
  {
    row: 'X2',
    title: 'a disabled adapter is denied',
    events: ['SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED'],
    run: async (flow) => {
      const person = await flow.person('away');
      return untouched(flow, person, await flow.report('away', person, { password: 'Hazel-Lagoon-4' }));
    },
  },
  {
    row: 'X2',
    title: 'an adapter may not report what another one saw',
    events: ['SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
    run: async (flow) => {
      const person = await flow.person('source');
      const { source } = await flow.voice('both');
      const announced = await source.external('source', person.account, { password: 'Hazel-Lagoon-5' });
      return untouched(flow, person, await flow.publish(announced));
    },
  },
  {
    row: 'X3',
    title: 'a change is refused while synchronization from adapters is off',
    events: ['SSO_WARN_PS_NO_APP_SYNC'],
    run: (flow) => refusedWhile(flow, { externalSync: false }),
  },
  {
    row: 'X3',
    title: 'a change is refused where the adapter does not send any',
    events: ['SSO_WARN_PS_NO_APP_SYNC'],
    run: async (flow) => {
      const person = await flow.person('target');
      return untouched(flow, person, await flow.report('target', person, { password: 'Hazel-Lagoon-6' }));
    },
  },
  {
    row: 'X3',
    title: 'a change that may come in is told as received',
    events: ['SSO_INFO_EXTERNAL_PASSWORD_CHANGE_RECEIVED'],
    run: async (flow) => {
      const person = await flow.person('source');
      return stored(flow, person, await reportedNow(flow, person, 'Hazel-Lagoon-7'));
    },
  },
  {
    row: 'X6',
    title: 'a change that is older than the age limit stops',
    events: ['ENTSSO_E_TIMESTAMP_TOO_OLD'],
    run: async (flow) => {
      const person = await flow.person('source');
      const capturedAt = machineClocks.wall() - 25 * MICROS_PER_HOUR;
      return untouched(flow, person, await flow.report('source', person, { password: 'Hazel-Lagoon-8', capturedAt }));
    },
  },
  {
    row: 'open',
    title: 'a password that was sealed for another system is not opened',
    events: ['ENTSYNC_WARN_CHANGE_NOT_OPENED'],
    run: async (flow) => {
      const person = await flow.person('source');
      const trackingId = await flow.report('source', person, {
        password: 'Hazel-Lagoon-9',
        sealedFor: { system: 'both' },
      });
      return {
        trackingId,
        effect: async () => {
          const letter = await flow.deadLetter(EXTERNAL_TO_WINDOWS_PARTIAL, trackingId);
          expect(letter).toMatchObject({ reason: 'cannot-open' });
          expect(await flow.isUntouched(person)).toBe(true);
        },
      };
    },
  },
  {
    row: 'length',
    title: 'an empty password is dropped',
    events: ['ENTSYNC_WARN_PASSWORD_EMPTY'],
    run: async (flow) => {
      const person = await flow.person('source');
      return untouched(flow, person, await flow.report('source', person, { password: '' }));
    },
  },
  {
    row: 'length',
    title: 'a password of more than 256 characters is refused',
    events: ['ENTSSO_E_MAX_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('source');
      return untouched(flow, person, await flow.report('source', person, { password: 'ß'.repeat(257) }));
    },
  },
];

/** The rows that tell news from what is known. */
const RECOGNITION: readonly RowCase[] = [
  {
    row: 'repeated',
    title: 'the same record again is settled as a duplicate',
    events: ['ENTSYNC_INFO_CHANGE_REPEATED'],
    run: async (flow) => {
      const person = await flow.person('source');
      const { source } = await flow.voice('source');
      const { trackingId, record } = await source.external('source', person.account, { password: 'Ivory-Plateau-1' });
      await flow.send(record, record);
      return {
        trackingId,
        effect: async () => {
          expect((await flow.store.change(trackingId)).changes).toEqual([
            expect.objectContaining({ state: 'accepted' }),
          ]);
          expect(flow.events.count(trackingId, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD')).toBe(1);
        },
      };
    },
  },
  {
    row: 'repeated',
    title: 'another content under a known tracking id is a dead letter, and the first one stands',
    events: ['ENTSYNC_WARN_CHANGE_CONFLICTING'],
    run: async (flow) => {
      const person = await flow.person('source');
      const facts = { trackingId: newId(), origin: newId(), sequence: 1, capturedAt: machineClocks.wall() };
      await flow.report('source', person, { ...facts, password: 'Ivory-Plateau-2' });
      const trackingId = await flow.report('source', person, { ...facts, password: 'Ivory-Plateau-3' });
      return {
        trackingId,
        effect: async () => {
          const letter = await flow.deadLetter(EXTERNAL_TO_WINDOWS_PARTIAL, trackingId);
          expect(letter).toMatchObject({ reason: 'conflicting-content' });
          expect(await flow.storedSince(person, 'source')).toBe(facts.capturedAt);
        },
      };
    },
  },
  {
    row: 'stamp',
    title: 'a lower sequence of an origin than is recorded for the account is outdated',
    events: ['ENTSYNC_INFO_CHANGE_OUTDATED'],
    run: async (flow) => {
      const person = await flow.person('source');
      const origin = newId();
      const first = await reportedNow(flow, person, 'Ivory-Plateau-4', { origin, sequence: 2 });
      const trackingId = await flow.report('source', person, { password: 'Ivory-Plateau-5', origin, sequence: 1 });
      return { trackingId, effect: () => isOutdated(flow, trackingId, person, first.capturedAt) };
    },
  },
  {
    row: 'stamp',
    title: 'a change whose clock has jumped is held, and is gone when an operator drops it',
    events: ['ENTSYNC_WARN_CHANGE_HELD'],
    run: async (flow) => {
      const person = await flow.person('source');
      const origin = newId();
      const first = await reportedNow(flow, person, 'Ivory-Plateau-6', { origin, sequence: 1 });
      const clockOffset = 2 * MICROS_PER_HOUR;
      const jumped = { origin, sequence: 2, clockOffset, capturedAt: machineClocks.wall() - clockOffset };
      const trackingId = await flow.report('source', person, { password: 'Ivory-Plateau-7', ...jumped });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'held' }] });
          expect(await flow.store.drop(`source/${person.account}`)).toEqual({ dropped: 1 });
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'refused' }] });
          expect(await flow.storedSince(person, 'source')).toBe(first.capturedAt);
        },
      };
    },
  },
  {
    row: 'X7',
    title: 'the same password again within ten minutes is a duplicate',
    events: ['SSO_INFO_DAMPED_EXTERNAL_PASSWORD_CHANGE'],
    run: async (flow) => {
      const person = await flow.person('source');
      await reportedNow(flow, person, 'Ivory-Plateau-8');
      const trackingId = await flow.report('source', person, { password: 'Ivory-Plateau-8', origin: newId() });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'duplicate' }] });
        },
      };
    },
  },
  {
    row: 'X7',
    title: 'what EntSync wrote itself comes back as an echo, and causes nothing',
    events: ['ENTSYNC_INFO_CHANGE_ECHO'],
    run: async (flow) => {
      const person = await flow.person('both');
      const { deliveries } = await flow.settle(person, { password: 'Ivory-Plateau-9' });
      const capturedAt = deliveries[0]!.appliedAt!;
      const trackingId = await flow.report('both', person, { password: 'Ivory-Plateau-9', capturedAt });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'echo' }], deliveries: [] });
        },
      };
    },
  },
  {
    row: 'X7',
    title: 'a change that is older than the stored external password changes nothing',
    events: ['ENTSSO_E_EXTERNAL_UPDATE_FAILED_MORE_RECENT'],
    run: async (flow) => {
      const person = await flow.person('source');
      const first = await reportedNow(flow, person, 'Ivory-Plateau-10');
      const older = { origin: newId(), capturedAt: machineClocks.wall() - MICROS_PER_MINUTE };
      const trackingId = await flow.report('source', person, { password: 'Ivory-Plateau-11', ...older });
      return { trackingId, effect: () => isOutdated(flow, trackingId, person, first.capturedAt) };
    },
  },
];

/** The rows that prove the old password, and store the new one. */
const DECISION: readonly RowCase[] = [
  {
    row: 'X8',
    title: 'an account that nobody is mapped to has no effect',
    events: ['ENTSSO_E_ACCOUNT_NOT_MAPPED_FOR_ADAPTER'],
    run: async (flow) => {
      const person = await flow.person();
      return refused(flow, await flow.report('source', person, { password: 'Jade-Terrace-1' }), 10805);
    },
  },
  {
    row: 'X9',
    title: 'where the old password must be proven, one must come along',
    events: ['SSO_ERROR_REQUIRE_OLD_PASSWORD', 'ENTSSO_E_REQUIRE_OLD_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('strict');
      return refused(flow, await flow.report('strict', person, { password: 'Jade-Terrace-2' }), 10676);
    },
  },
  {
    row: 'X11ef',
    title: 'an old password cannot be proven where none is stored',
    events: ['SSO_WARN_NO_EXISTING_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('strict');
      const passwords = { password: 'Jade-Terrace-3', oldPassword: 'Jade-Terrace-0' };
      return refused(flow, await flow.report('strict', person, passwords), 10677);
    },
  },
  {
    row: 'X11ef',
    title: 'an old password that is not the stored one stops the change',
    events: ['SSO_WARN_PASSWORD_MISMATCH'],
    run: async (flow) => {
      const person = await flow.person('strict');
      await flow.settle(person, { password: 'Jade-Terrace-4' });
      const passwords = { password: 'Jade-Terrace-5', oldPassword: 'jade-terrace-4' };
      return refused(flow, await flow.report('strict', person, passwords), 10678);
    },
  },
  {
    row: 'X11a',
    title: 'a mapping of a disabled application keeps its password, and the others do not',
    events: ['SSO_WARN_PS_APP_DISABLED'],
    run: async (flow) => {
      const person = await flow.person('source', 'disabled-source');
      const { trackingId, capturedAt } = await reportedNow(flow, person, 'Jade-Terrace-6');
      return {
        trackingId,
        effect: async () => {
          expect(await flow.storedSince(person, 'disabled-source')).toBeNull();
          expect(await flow.storedSince(person, 'source')).toBe(capturedAt);
        },
      };
    },
  },
  {
    row: 'X11b',
    title: 'a disabled mapping keeps its password',
    events: ['SSO_WARN_PS_MAPPING_DISABLED'],
    run: async (flow) => {
      const person = await flow.person();
      const { windows, account } = person;
      await flow.apply({ mappings: [{ windows, account, application: 'source', enabled: false }] });
      const trackingId = await flow.report('source', person, { password: 'Jade-Terrace-7' });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({
            changes: [{ state: 'refused', eventId: 10679 }],
          });
          expect(await flow.storedSince(person, 'source')).toBeNull();
        },
      };
    },
  },
  {
    row: 'X11 (1.4)',
    title: 'an application that does not say which field is the password keeps it',
    events: ['ENTSSO_E_AMBIGUOUS_SYNC_FIELDS'],
    run: async (flow) => {
      const person = await flow.person('mute');
      await flow.change('mute', { flags: { syncFromAdapter: true, verifyOldPassword: false } });
      // No document can make it so: an application is given to an adapter only when its password field is clear.
      const fields = 'select id from store.applications where name = $1';
      await flow.inStoreDatabase(
        `insert into store.fields (application_id, ordinal, label, masked, synchronized) values ((${fields}), 2, 'Branch', true, false)`,
        ['mute'],
      );
      const trackingId = await flow.report('mute', person, { password: 'Jade-Terrace-8' });
      await flow.events.any(trackingId);
      await flow.inStoreDatabase(`delete from store.fields where application_id = (${fields}) and ordinal = 2`, [
        'mute',
      ]);
      await flow.change('mute');
      return refused(flow, trackingId, 10818);
    },
  },
  {
    row: 'X11',
    title: 'every mapping of the account over the applications of the adapter holds the new password',
    events: ['SSO_INFO_PS_SET_EXTERNAL_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('source', 'second-source');
      const { trackingId, capturedAt } = await reportedNow(flow, person, 'Jade-Terrace-9');
      return {
        trackingId,
        effect: async () => {
          expect(await flow.storedSince(person, 'source')).toBe(capturedAt);
          expect(await flow.storedSince(person, 'second-source')).toBe(capturedAt);
          expect(flow.events.count(trackingId, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD')).toBe(2);
          expect(await flow.windowsPasswordSince(person)).toBeNull();
        },
      };
    },
  },
  {
    row: 'X11',
    title: 'other fields of which nothing is stored become blank, and that is told',
    events: ['SSO_WARN_PS_MISSING_INITIAL_CREDS'],
    run: async (flow) => {
      const person = await flow.person('with-a-marked-field-that-reports');
      const { trackingId, capturedAt } = await reportedNow(flow, person, 'Jade-Terrace-10');
      return {
        trackingId,
        effect: async () => {
          expect(await flow.storedSince(person, 'with-a-marked-field-that-reports')).toBe(capturedAt);
        },
      };
    },
  },
];

export const EXTERNAL_CASES: readonly RowCase[] = [...ADMISSION, ...RECOGNITION, ...DECISION];

interface Reported {
  readonly trackingId: string;
  readonly capturedAt: number;
}

/** Reports, and waits until the store has decided. */
async function reportedNow(flow: FlowSystem, person: Person, password: string, facts: object = {}): Promise<Reported> {
  const capturedAt = machineClocks.wall();
  const trackingId = await flow.report('source', person, { password, capturedAt, ...facts });
  await flow.untilSettled(trackingId);
  return { trackingId, capturedAt };
}

function stored(flow: FlowSystem, person: Person, { trackingId, capturedAt }: Reported): Happened {
  return { trackingId, effect: async () => expect(await flow.storedSince(person, 'source')).toBe(capturedAt) };
}

async function refusedWhile(flow: FlowSystem, settings: Readonly<Record<string, boolean>>): Promise<Happened> {
  const person = await flow.person('source');
  const trackingId = await flow.while(settings, () => flow.report('source', person, { password: 'Hazel-Lagoon-0' }));
  return untouched(flow, person, trackingId);
}

function untouched(flow: FlowSystem, person: Person, trackingId: string): Happened {
  return { trackingId, effect: async () => expect(await flow.isUntouched(person)).toBe(true) };
}

/** It was opened, and is remembered as refused because of this event. */
function refused(flow: FlowSystem, trackingId: string, eventId: number): Happened {
  return {
    trackingId,
    effect: async () =>
      expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'refused', eventId }] }),
  };
}

async function isForgotten(flow: FlowSystem, trackingId: string): Promise<void> {
  expect(await flow.store.change(trackingId)).toEqual({ changes: [], deliveries: [] });
}

async function isOutdated(flow: FlowSystem, trackingId: string, person: Person, since: number): Promise<void> {
  expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'outdated' }] });
  expect(await flow.storedSince(person, 'source')).toBe(since);
}
