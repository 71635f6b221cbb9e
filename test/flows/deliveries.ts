import { DELIVERY_OUTCOMES } from '@entsync/contracts';
import { expect } from 'vitest';

import { outcomeRecord, type OutcomeFacts } from './adapter-voice.ts';
import type { FlowSystem } from './flow-system.ts';
import type { RowCase } from './row-case.ts';

const NOT_OPENED = {
  outcome: 'failed',
  failure: 'cannot-open',
  errorCode: 'unknown-key',
  reason: 'The epoch of the delivery is not known here.',
} as const;

/** What the router says of a delivery on its way. */
export const ROUTER_CASES: readonly RowCase[] = [
  {
    row: 'W13',
    title: 'a delivery is put into the lane of its account',
    events: ['SSO_INFO_PS_NOTIFICATION_QUEUED'],
    run: async (flow) => {
      const person = await flow.person('away');
      const trackingId = await flow.announce(person, { password: 'Fjord-Meadow-1' });
      return { trackingId, effect: () => isIn(flow, trackingId, { state: 'published', revision: 1 }) };
    },
  },
  {
    row: 'W15',
    title: 'a delivery is handed to its adapter, which alone can open it',
    events: ['ENTSYNC_INFO_DELIVERY_DISPATCHED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const trackingId = await flow.announce(person, { password: 'Fjord-Meadow-2' });
      return {
        trackingId,
        effect: async () => {
          await flow.untilSettled(trackingId);
          const delivery = await flow.delivery(trackingId);
          const { newPassword, oldPassword } = await (await flow.voice('target')).open(delivery);
          expect(newPassword.open((bytes) => Buffer.from(bytes).toString())).toBe('Fjord-Meadow-2');
          expect(oldPassword).toBeUndefined();
          await expect((await flow.voice('both')).open(delivery)).rejects.toThrow('was not told of the epoch');
        },
      };
    },
  },
];

/** What hosts and routers say about deliveries, as the store takes it. */
export const OUTCOME_CASES: readonly RowCase[] = [
  {
    row: 'authentic',
    title: 'an outcome that the adapter cannot have made settles nothing',
    events: ['ENTSYNC_WARN_PRODUCER_REFUSED'],
    run: async (flow) => {
      const { trackingId } = await owedToAway(flow, 'Garnet-Willow-1');
      const record = outcomeRecord(await flow.delivery(trackingId), { outcome: 'applied', ...duringNow() });
      await flow.send(record);
      return {
        trackingId,
        effect: async () => {
          const letter = await flow.deadLetter(DELIVERY_OUTCOMES, `${record.headers['ce_id']?.toString()}`);
          expect(letter).toMatchObject({ reason: 'not-authentic' });
          await isIn(flow, trackingId, { state: 'published' });
        },
      };
    },
  },
  {
    row: 'known',
    title: 'an outcome of a delivery that nobody owes changes nothing',
    events: ['ENTSSO_E_NOTIFICATION_NOT_FOUND'],
    run: async (flow) => {
      const { trackingId } = await owedToAway(flow, 'Garnet-Willow-2');
      const delivery = await flow.delivery(trackingId);
      const unknown = { ...delivery, version: { ...delivery.version, sequence: delivery.version.sequence + 1 } };
      await flow.send(await (await flow.voice('away')).outcome(unknown, { outcome: 'applied', ...duringNow() }));
      return { trackingId, effect: () => isIn(flow, trackingId, { state: 'published' }) };
    },
  },
  {
    row: 'W16',
    title: 'the adapter confirms what it has applied',
    events: ['ENTSYNC_INFO_DELIVERY_APPLIED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-3' });
      return {
        trackingId,
        effect: async () => {
          await isIn(flow, trackingId, { state: 'applied' });
          expect(await flow.logsIn(person, 'Garnet-Willow-3')).toBe(true);
        },
      };
    },
  },
  {
    row: 'W16',
    title: 'what has not left when a newer one is wanted is superseded',
    events: ['ENTSYNC_INFO_DELIVERY_SUPERSEDED'],
    run: async (flow) => {
      const { person, trackingId } = await owedToAway(flow, 'Garnet-Willow-4');
      await flow.events.of(trackingId, 'SSO_INFO_PS_NOTIFICATION_QUEUED');
      const newer = await flow.announce(person, { password: 'Garnet-Willow-5' });
      return {
        trackingId,
        effect: async () => {
          await isIn(flow, trackingId, { state: 'superseded' });
          await isIn(flow, newer, { state: 'published' });
        },
      };
    },
  },
  {
    row: 'W16',
    title: 'a target that does not answer is tried again',
    events: ['ENTSYNC_WARN_DELIVERY_FAILED'],
    run: async (flow) => {
      const person = await flow.person('unreachable');
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-6' });
      return {
        trackingId,
        effect: async () => {
          await isIn(flow, trackingId, { state: 'published', failure: 'transient' });
          await flow.store.drop(`unreachable/${person.account}`);
        },
      };
    },
  },
  {
    row: 'W16',
    title: 'a host that cannot open a delivery says so',
    events: ['ENTSYNC_ERROR_DELIVERY_NOT_OPENED'],
    run: notOpened,
  },
  {
    row: 'W16',
    title: 'a password that the target refuses leaves the stored one as it was',
    events: ['SSO_WARN_PS_ADAPTER_REPORTED_FAILURE'],
    run: async (flow) => {
      const person = await flow.person('target');
      const applied = await flow.settle(person, { password: 'Garnet-Willow-7' });
      // PostgreSQL has no passwords with NUL in them.
      const trackingId = await flow.announce(person, { password: 'Garnet\u0000Willow' });
      return {
        trackingId,
        effect: async () => {
          await isIn(flow, trackingId, { failure: 'policy-refused' });
          expect(await flow.storedSince(person, 'target')).toBe(applied.deliveries[0]?.changedAt);
          expect(await flow.logsIn(person, 'Garnet-Willow-7')).toBe(true);
        },
      };
    },
  },
  {
    row: 'W17',
    title: 'the stored external password follows once the adapter has confirmed',
    events: ['SSO_INFO_PS_SET_EXTERNAL_PASSWORD'],
    run: async (flow) => {
      const person = await flow.person('target');
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-8' });
      return {
        trackingId,
        effect: async () => {
          const { deliveries } = await flow.untilSettled(trackingId);
          expect(await flow.storedSince(person, 'target')).toBe(deliveries[0]?.changedAt);
        },
      };
    },
  },
  {
    row: 'W17',
    title: 'other fields of which nothing is stored become blank, and that is told',
    events: ['SSO_WARN_PS_MISSING_INITIAL_CREDS'],
    run: async (flow) => {
      const person = await flow.person('with-one-marked-field');
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-9' });
      return {
        trackingId,
        effect: async () => {
          await flow.untilSettled(trackingId);
          expect(await flow.logsIn(person, 'Garnet-Willow-9')).toBe(true);
        },
      };
    },
  },
  {
    row: 'W17',
    title: 'a delivery to an account that is missing waits for a person or a probe',
    events: ['ENTSYNC_WARN_DELIVERY_PARKED'],
    run: async (flow) => {
      const person = await flow.person('target');
      await flow.dropRole(person);
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-10' });
      return {
        trackingId,
        effect: async () => {
          await isIn(flow, trackingId, { state: 'parked', failure: 'account-missing' });
          expect(await flow.storedSince(person, 'target')).toBeNull();
        },
      };
    },
  },
  {
    row: 'W17',
    title: 'an old password that was set over a newer one is repaired by the newest',
    events: ['ENTSYNC_WARN_DELIVERY_REPAIRED'],
    run: async (flow) => {
      const person = await flow.person('target');
      const older = await flow.announce(person, { password: 'Garnet-Willow-11' });
      await flow.untilSettled(older);
      const trackingId = await flow.announce(person, { password: 'Garnet-Willow-12' });
      await flow.untilSettled(trackingId);
      const late = { outcome: 'applied', ...duringNow() } as const;
      await flow.send(await (await flow.voice('target')).outcome(await flow.delivery(older), late));
      return {
        trackingId,
        effect: async () => {
          await flow.delivery(trackingId, 2);
          await flow.untilSettled(trackingId);
          expect(await flow.logsIn(person, 'Garnet-Willow-12')).toBe(true);
        },
      };
    },
  },
  {
    row: 'W17',
    title: 'a delivery that could not be opened goes out again, sealed afresh',
    events: ['ENTSYNC_INFO_DELIVERY_REPUBLISHED'],
    run: notOpened,
  },
];

async function notOpened(flow: FlowSystem): ReturnType<RowCase['run']> {
  const { trackingId } = await owedToAway(flow, 'Garnet-Willow-0');
  const delivery = await flow.delivery(trackingId);
  await flow.send(await (await flow.voice('away')).outcome(delivery, { ...NOT_OPENED, ...duringNow() }));
  return {
    trackingId,
    effect: async () => {
      const again = await flow.delivery(trackingId, 2);
      expect(again.sealed).not.toBe(delivery.sealed);
      await isIn(flow, trackingId, { state: 'published', revision: 2 });
    },
  };
}

/** Somebody whose password waits for an adapter that is disabled. */
async function owedToAway(flow: FlowSystem, password: string) {
  const person = await flow.person('away');
  return { person, trackingId: await flow.announce(person, { password }) };
}

async function isIn(flow: FlowSystem, trackingId: string, facts: object): Promise<void> {
  expect(await flow.store.change(trackingId)).toMatchObject({ deliveries: [facts] });
}

function duringNow(): Pick<OutcomeFacts, 'startedAt' | 'endedAt'> {
  const now = Date.now() * 1_000;
  return { startedAt: now, endedAt: now };
}
