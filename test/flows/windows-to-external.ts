import { WINDOWS_TO_EXTERNAL } from '@entsync/contracts';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE } from '@entsync/domain';
import { machineClocks } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { expect } from 'vitest';

import { unsigned } from './change-source.ts';
import type { FlowSystem, Person } from './flow-system.ts';
import type { Happened, RowCase } from './row-case.ts';

/** The rows that say who may announce what, and whether anything is synchronized at all. */
const ADMISSION: readonly RowCase[] = [
  {
    row: 'W1',
    title: 'what nobody signed is refused, and lies among the dead letters',
    events: ['SSO_ERROR_PS_WINDOWS_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const { trackingId, record } = await flow.producer.windows(person.windows, { password: 'Amber-Canyon-1' });
      await flow.send(unsigned(record));
      return {
        trackingId,
        effect: async () => {
          expect(await flow.deadLetter(WINDOWS_TO_EXTERNAL, trackingId)).toMatchObject({ reason: 'producer-refused' });
          expect(await flow.isUntouched(person)).toBe(true);
        },
      };
    },
  },
  {
    row: 'W2',
    title: 'an installation that takes no Windows changes refuses one',
    events: ['SSO_WARN_PS_PCNS_NOT_ALLOWED'],
    run: (flow) => refusedWhile(flow, { acceptHooks: false }),
  },
  {
    row: 'W3',
    title: 'a producer may not announce for a domain that it was not enrolled for',
    events: ['SSO_WARN_PS_PCNS_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
    run: async (flow) => {
      const person = { windows: `OTHER\\${newId()}` };
      await flow.map(person.windows, newId(), 'target');
      return untouched(flow, person, await flow.announce(person, { password: 'Amber-Canyon-3' }));
    },
  },
  {
    row: 'W4',
    title: 'an account that is not written DOMAIN\\user is refused',
    events: ['SSO_ERROR_PS_WRONG_USER_NAME_TYPE'],
    run: async (flow) => {
      const trackingId = await flow.announce({ windows: 'ann@corp.example' }, { password: 'Amber-Canyon-4' });
      return { trackingId, effect: () => isForgotten(flow, trackingId) };
    },
  },
  {
    row: 'W5',
    title: 'a disabled system takes nothing',
    events: ['SSO_WARN_SSO_DISABLED'],
    run: (flow) => refusedWhile(flow, { enabled: false }),
  },
  {
    row: 'W6',
    title: 'a change is refused while synchronization from Windows is off',
    events: ['SSO_WARN_PS_NO_WIN_SYNC'],
    run: (flow) => refusedWhile(flow, { windowsSync: false }),
  },
  {
    row: 'W6',
    title: 'a change that may come in is told as received',
    events: ['SSO_INFO_WINDOWS_PASSWORD_CHANGE_RECEIVED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const { trackingId } = await announced(flow, person, 'Amber-Canyon-6');
      return { trackingId, effect: () => logsInWith(flow, person, 'Amber-Canyon-6') };
    },
  },
  {
    row: 'W8',
    title: 'a change that is older than the age limit stops',
    events: ['ENTSSO_E_TIMESTAMP_TOO_OLD'],
    run: async (flow) => {
      const person = await flow.person('target');
      const capturedAt = machineClocks.wall() - 25 * MICROS_PER_HOUR;
      return untouched(flow, person, await flow.announce(person, { password: 'Amber-Canyon-8', capturedAt }));
    },
  },
  {
    row: 'L12',
    title: "the password of a machine account is nobody else's",
    events: ['ENTSYNC_WARN_ACCOUNT_NOT_SYNCHRONIZED'],
    run: async (flow) => {
      const machine = { windows: 'CORP\\WORKSTATION7$' };
      await flow.map(machine.windows, newId(), 'target');
      return untouched(flow, machine, await flow.announce(machine, { password: 'Amber-Canyon-12' }));
    },
  },
  {
    row: 'open',
    title: 'a password that was sealed for another account is not opened',
    events: ['ENTSYNC_WARN_CHANGE_NOT_OPENED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const sealedFor = { account: 'CORP\\somebody-else' };
      const trackingId = await flow.announce(person, { password: 'Amber-Canyon-13', sealedFor });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.deadLetter(WINDOWS_TO_EXTERNAL, trackingId)).toMatchObject({ reason: 'cannot-open' });
          expect(await flow.isUntouched(person)).toBe(true);
        },
      };
    },
  },
  {
    row: 'W7',
    title: 'an empty password is dropped',
    events: ['SSO_WARN_PS_WIN_CHANGE_DISCARDED_ZERO_LENGTH'],
    run: async (flow) => {
      const person = await flow.person('target');
      return untouched(flow, person, await flow.announce(person, { password: '' }));
    },
  },
  {
    row: 'W7',
    title: 'a password of more than 256 characters is refused, and one of 256 is not',
    events: ['ENTSSO_E_MAX_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('target');
      const trackingId = await flow.announce(person, { password: 'é'.repeat(257) });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.isUntouched(person)).toBe(true);
          await flow.settle(person, { password: 'é'.repeat(256) });
          expect(await flow.logsIn(person, 'é'.repeat(256))).toBe(true);
        },
      };
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
      const person = await flow.person('target');
      const { trackingId, record } = await flow.producer.windows(person.windows, { password: 'Cedar-Harbour-1' });
      await flow.send(record);
      await flow.untilSettled(trackingId);
      await flow.send(record);
      return {
        trackingId,
        effect: async () => {
          const { changes, deliveries } = await flow.store.change(trackingId);
          expect(changes).toHaveLength(1);
          expect(deliveries).toEqual([expect.objectContaining({ state: 'applied', revision: 1 })]);
        },
      };
    },
  },
  {
    row: 'repeated',
    title: 'another content under a known tracking id is a dead letter, and the first one stands',
    events: ['ENTSYNC_WARN_CHANGE_CONFLICTING'],
    run: async (flow) => {
      const person = await flow.person('target');
      const facts = { trackingId: newId(), origin: newId(), sequence: 1, capturedAt: machineClocks.wall() };
      await flow.settle(person, { ...facts, password: 'Cedar-Harbour-2' });
      const trackingId = await flow.announce(person, { ...facts, password: 'Cedar-Harbour-3' });
      return {
        trackingId,
        effect: async () => {
          const letter = await flow.deadLetter(WINDOWS_TO_EXTERNAL, trackingId);
          expect(letter).toMatchObject({ reason: 'conflicting-content' });
          await logsInWith(flow, person, 'Cedar-Harbour-2');
        },
      };
    },
  },
  {
    row: 'stamp',
    title: 'a lower sequence of an origin than is recorded for the account is outdated',
    events: ['ENTSYNC_INFO_CHANGE_OUTDATED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const origin = newId();
      await flow.settle(person, { password: 'Cedar-Harbour-4', origin, sequence: 2 });
      const trackingId = await flow.announce(person, { password: 'Cedar-Harbour-5', origin, sequence: 1 });
      return { trackingId, effect: () => isOutdated(flow, trackingId, person, 'Cedar-Harbour-4') };
    },
  },
  {
    row: 'stamp',
    title: 'a change whose clock has jumped is held, and goes on when an operator lets it',
    events: ['ENTSYNC_WARN_CHANGE_HELD'],
    run: async (flow) => {
      const person = await flow.person('target');
      const origin = newId();
      await flow.settle(person, { password: 'Cedar-Harbour-6', origin, sequence: 1 });
      const clockOffset = 2 * MICROS_PER_HOUR;
      const jumped = { origin, sequence: 2, clockOffset, capturedAt: machineClocks.wall() - clockOffset };
      const trackingId = await flow.announce(person, { password: 'Cedar-Harbour-7', ...jumped });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'held' }], deliveries: [] });
          expect(await flow.store.retry(person.windows)).toEqual({ released: 1 });
          const { changes } = await flow.untilSettled(trackingId);
          expect(changes).toEqual([expect.objectContaining({ state: 'accepted', eventId: 10662 })]);
          await logsInWith(flow, person, 'Cedar-Harbour-7');
        },
      };
    },
  },
  {
    row: 'W9',
    title: 'the same password again within ten minutes is a duplicate',
    events: ['SSO_INFO_PS_WIN_CHANGE_DAMPED'],
    run: async (flow) => {
      const person = await flow.person('target');
      await flow.settle(person, { password: 'Cedar-Harbour-8' });
      const trackingId = await flow.announce(person, { password: 'Cedar-Harbour-8', origin: newId() });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.store.change(trackingId)).toMatchObject({
            changes: [{ state: 'duplicate' }],
            deliveries: [],
          });
        },
      };
    },
  },
  {
    row: 'W9',
    title: 'a change that is older than the stored Windows password changes nothing',
    events: ['ENTSSO_E_WINDOWS_UPDATE_FAILED_MORE_RECENT'],
    run: async (flow) => {
      const person = await flow.person('target');
      await flow.settle(person, { password: 'Cedar-Harbour-9' });
      const older = { origin: newId(), capturedAt: machineClocks.wall() - MICROS_PER_MINUTE };
      const trackingId = await flow.announce(person, { password: 'Cedar-Harbour-10', ...older });
      return { trackingId, effect: () => isOutdated(flow, trackingId, person, 'Cedar-Harbour-9') };
    },
  },
];

/** The rows that keep the password, and decide who follows. */
const DECISION: readonly RowCase[] = [
  {
    row: 'W11',
    title: 'the stored Windows password becomes the new one, as of the change',
    events: ['SSO_INFO_PS_SET_WINDOWS_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('target');
      const capturedAt = machineClocks.wall() - MICROS_PER_MINUTE;
      const trackingId = await flow.announce(person, { password: 'Delta-Orchard-1', capturedAt });
      return {
        trackingId,
        effect: async () => expect(await flow.windowsPasswordSince(person)).toBe(capturedAt),
      };
    },
  },
  {
    row: 'W10',
    title: 'a user without mappings is followed by nobody, and the password is kept all the same',
    events: ['SSO_INFO_PS_WIN_CHANGE_DISCARDED_NO_MAPPINGS'],
    run: async (flow) => {
      const person = await flow.person();
      const capturedAt = machineClocks.wall();
      const trackingId = await flow.announce(person, { password: 'Delta-Orchard-2', capturedAt });
      return {
        trackingId,
        effect: async () => {
          expect(await flow.windowsPasswordSince(person)).toBe(capturedAt);
          expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ eventId: 11030 }], deliveries: [] });
        },
      };
    },
  },
  {
    row: 'W12b',
    title: 'a disabled mapping is left out, and the others are not',
    events: ['SSO_INFO_PS_WIN_CHANGE_MAPPING_DISABLED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const { windows, account } = person;
      await flow.apply({ mappings: [{ windows, application: 'mute', account, enabled: false }] });
      await flow.change('mute', { flags: { syncToAdapter: true } });
      const { trackingId } = await announced(flow, person, 'Delta-Orchard-3');
      await flow.change('mute');
      return {
        trackingId,
        effect: async () => {
          const { deliveries } = await flow.store.change(trackingId);
          expect(deliveries).toEqual([expect.objectContaining({ adapter: 'target', state: 'applied' })]);
        },
      };
    },
  },
  {
    row: 'W12c',
    title: 'a mapping of a disabled application is left out',
    events: ['SSO_INFO_PS_WIN_CHANGE_APP_DISABLED'],
    run: async (flow) => skipped(flow, await flow.person('disabled'), 'Delta-Orchard-4'),
  },
  {
    row: 'W12d',
    title: 'a mapping of a host group is left out',
    events: ['SSO_INFO_PS_WIN_CHANGE_APP_INCORRECT_TYPE'],
    run: async (flow) => skipped(flow, await flow.person('for-a-host-group'), 'Delta-Orchard-5'),
  },
  {
    row: 'W12 (1.4)',
    title: 'a mapping of an application that does not say which field is the password is left out',
    events: ['ENTSSO_E_AMBIGUOUS_SYNC_FIELDS'],
    run: async (flow) => skipped(flow, await flow.person('ambiguous'), 'Delta-Orchard-6'),
  },
  {
    row: 'W12e',
    title: 'a mapping of an application without an adapter is left out',
    events: ['SSO_INFO_PS_WIN_CHANGE_NO_ADAPTER'],
    run: async (flow) => skipped(flow, await flow.person('without-adapter'), 'Delta-Orchard-7'),
  },
  {
    row: 'W12f',
    title: 'an adapter that takes no Windows changes gets none',
    events: ['SSO_INFO_PS_WIN_CHANGE_ADAPTER_NO_SYNC'],
    run: async (flow) => skipped(flow, await flow.person('mute'), 'Delta-Orchard-8'),
  },
  {
    row: 'W12h',
    title: 'the password that an account has just got is not sent to it again for somebody else',
    events: ['SSO_INFO_PS_DUPLICATE_EXTERNAL_CHANGE'],
    run: async (flow) => {
      const person = await flow.person('target');
      const other = await flow.person();
      await flow.map(other.windows, person.account, 'second-target');
      await flow.settle(person, { password: 'Delta-Orchard-9' });
      const trackingId = await flow.announce(other, { password: 'Delta-Orchard-9' });
      return { trackingId, effect: () => nothingIsOwed(flow, trackingId) };
    },
  },
  {
    row: 'W12',
    title: 'an account that knows something newer is not sent anything older',
    events: ['ENTSYNC_INFO_CHANGE_OUTDATED'],
    run: async (flow) => {
      const person = await flow.person('both');
      const capturedAt = machineClocks.wall() - MICROS_PER_MINUTE;
      const reported = await flow.report('both', person, { password: 'Delta-Orchard-10' });
      await flow.events.of(reported, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD');
      const trackingId = await flow.announce(person, { password: 'Delta-Orchard-11', capturedAt });
      return {
        trackingId,
        effect: async () => {
          await nothingIsOwed(flow, trackingId);
          expect(await flow.windowsPasswordSince(person)).toBe(capturedAt);
        },
      };
    },
  },
  {
    row: 'W12',
    title: 'where the old password must be named, the next delivery waits for the one before it',
    events: ['ENTSYNC_INFO_DELIVERY_HELD_BACK'],
    run: async (flow) => {
      const person = await flow.person('careful');
      const first = await flow.producer.windows(person.windows, { password: 'Delta-Orchard-12' });
      const second = await flow.producer.windows(person.windows, { password: 'Delta-Orchard-13' });
      await flow.send(first.record, second.record);
      return {
        trackingId: second.trackingId,
        effect: async () => {
          await flow.untilSettled(second.trackingId);
          await logsInWith(flow, person, 'Delta-Orchard-13');
        },
      };
    },
  },
];

export const WINDOWS_CASES: readonly RowCase[] = [...ADMISSION, ...RECOGNITION, ...DECISION];

async function refusedWhile(flow: FlowSystem, settings: Readonly<Record<string, boolean>>): Promise<Happened> {
  const person = await flow.person('target');
  const trackingId = await flow.while(settings, () => flow.announce(person, { password: 'Amber-Canyon-0' }));
  return untouched(flow, person, trackingId);
}

function untouched(flow: FlowSystem, person: Pick<Person, 'windows'>, trackingId: string): Happened {
  return { trackingId, effect: async () => expect(await flow.isUntouched(person)).toBe(true) };
}

async function skipped(flow: FlowSystem, person: Person, password: string): Promise<Happened> {
  const { trackingId } = await announced(flow, person, password);
  return { trackingId, effect: () => nothingIsOwed(flow, trackingId) };
}

/** Announces, and waits until the store and every target are done with it. */
async function announced(flow: FlowSystem, person: Person, password: string): Promise<{ trackingId: string }> {
  const trackingId = await flow.announce(person, { password });
  await flow.untilSettled(trackingId);
  return { trackingId };
}

async function nothingIsOwed(flow: FlowSystem, trackingId: string): Promise<void> {
  expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'accepted' }], deliveries: [] });
}

async function isForgotten(flow: FlowSystem, trackingId: string): Promise<void> {
  expect(await flow.store.change(trackingId)).toEqual({ changes: [], deliveries: [] });
}

async function isOutdated(flow: FlowSystem, trackingId: string, person: Person, inForce: string): Promise<void> {
  expect(await flow.store.change(trackingId)).toMatchObject({ changes: [{ state: 'outdated' }], deliveries: [] });
  await logsInWith(flow, person, inForce);
}

async function logsInWith(flow: FlowSystem, person: Person, password: string): Promise<void> {
  expect(await flow.logsIn(person, password)).toBe(true);
}
