import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Secret } from '@entsync/domain';
import { machineClocks } from '@entsync/messaging';
import { newId } from '@entsync/secrets';
import { describe, expect, test } from 'vitest';

import type { AdapterName } from './configuration.ts';
import type { FlowSystem, Person } from './flow-system.ts';

const ago = (micros: number): number => machineClocks.wall() - micros;

/** What flags, age, repetition and field rules do over more than one row. */
export function testFlagsAndLimits(flow: () => FlowSystem): void {
  describe('flags', () => {
    testFlags(flow);
  });
  describe('age', () => {
    testAge(flow);
  });
  describe('repetition and order', () => {
    testOrder(flow);
  });
  describe('old passwords', () => {
    testOldPasswords(flow);
  });
  describe('fields', () => {
    testFields(flow);
  });
}

function testFlags(flow: () => FlowSystem): void {
  test('each direction has its own switch', async () => {
    const person = await flow().person('both');
    await flow().while({ windowsSync: false }, async () => {
      const reported = await flow().report('both', person, { password: 'Kelp-Summit-1' });
      await flow().events.of(reported, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD');
      return reported;
    });
    await flow().while({ externalSync: false }, async () => {
      const announced = await flow().announce(person, { password: 'Kelp-Summit-2' });
      await flow().untilSettled(announced);
      return announced;
    });
    expect(await flow().logsIn(person, 'Kelp-Summit-2')).toBe(true);
  });

  test('what is owed to a disabled adapter waits, and goes out once it is enabled', async () => {
    const person = await flow().person('away');
    const trackingId = await flow().announce(person, { password: 'Kelp-Summit-3' });
    await flow().events.of(trackingId, 'SSO_INFO_PS_NOTIFICATION_QUEUED');
    expect(await flow().store.change(trackingId)).toMatchObject({ deliveries: [{ state: 'published' }] });
    await flow().change('away', { enabled: true });
    try {
      await flow().untilSettled(trackingId);
    } finally {
      await flow().change('away');
    }
    expect(await flow().logsIn(person, 'Kelp-Summit-3')).toBe(true);
  });

  test('deleting a mapping withdraws what is owed for it, erases the password, and says so', async () => {
    const person = await flow().person('away');
    const trackingId = await flow().announce(person, { password: 'Kelp-Summit-4' });
    await flow().events.any(trackingId);
    const { windows, account } = person;
    await flow().apply({ mappings: [{ windows, account, application: 'away', delete: true }] });
    await flow().events.of(trackingId, 'ENTSYNC_INFO_DELIVERY_WITHDRAWN');
    expect(await wantedPasswords(flow(), trackingId)).toEqual([{ state: 'withdrawn', wanted: null }]);
  });

  test('deleting an adapter withdraws what is owed to it, erases the passwords, and says so', async () => {
    const { windows, account } = await flow().person();
    const application = 'leaving';
    await flow().apply({
      adapters: [flow().adapterLike('away', application)],
      applications: [{ name: application, adapter: application }],
      mappings: [{ windows, account, application }],
    });
    const trackingId = await flow().announce({ windows }, { password: 'Kelp-Summit-5' });
    await flow().events.any(trackingId);
    await flow().apply({ adapters: [{ ...flow().adapterLike('away', application), delete: true }] });
    await flow().events.of(trackingId, 'ENTSYNC_INFO_DELIVERY_WITHDRAWN');
    expect(await wantedPasswords(flow(), trackingId)).toEqual([{ state: 'withdrawn', wanted: null }]);
  });
}

function testAge(flow: () => FlowSystem): void {
  test('the age limit is the one that is set, and counts from the change', async () => {
    const [older, younger] = [await flow().person('target'), await flow().person('target')];
    await flow().apply({ system: { syncAgeHours: 1 } });
    try {
      const tooOld = await flow().announce(older, {
        password: 'Larch-Bridge-1',
        capturedAt: ago(61 * MICROS_PER_MINUTE),
      });
      await flow().settle(younger, { password: 'Larch-Bridge-2', capturedAt: ago(59 * MICROS_PER_MINUTE) });
      await flow().events.of(tooOld, 'ENTSSO_E_TIMESTAMP_TOO_OLD');
    } finally {
      await flow().apply({ system: { syncAgeHours: 24 } });
    }
    expect(await flow().isUntouched(older)).toBe(true);
    expect(await flow().logsIn(younger, 'Larch-Bridge-2')).toBe(true);
  });

  test('what is owed is dropped at the age limit, with its password and an event', async () => {
    const person = await flow().person('away');
    await flow().apply({ system: { syncAgeHours: 1 } });
    const capturedAt = ago(60 * MICROS_PER_MINUTE - 2 * MICROS_PER_SECOND);
    const trackingId = await flow().announce(person, { password: 'Larch-Bridge-3', capturedAt });
    await flow().events.of(trackingId, 'SSO_WARN_PS_NOTIFICATION_TOO_OLD');
    await flow().apply({ system: { syncAgeHours: 24 } });
    expect(await wantedPasswords(flow(), trackingId)).toEqual([{ state: 'expired', wanted: null }]);
  });
}

function testOrder(flow: () => FlowSystem): void {
  test('A, then B, then A again within ten minutes: the last A is news, on the Windows side', async () => {
    const person = await flow().person('target');
    await flow().settle(person, { password: 'Maple-Viaduct-A' });
    await flow().settle(person, { password: 'Maple-Viaduct-B' });
    const { changes } = await flow().settle(person, { password: 'Maple-Viaduct-A' });
    expect(changes).toEqual([expect.objectContaining({ state: 'accepted' })]);
    expect(await flow().logsIn(person, 'Maple-Viaduct-A')).toBe(true);
    expect(await flow().logsIn(person, 'Maple-Viaduct-B')).toBe(false);
  });

  test('A, then B, then A again within ten minutes: the last A is news, on the external side', async () => {
    const person = await flow().person('source');
    await reportAccepted(flow(), 'source', person, { password: 'Maple-Viaduct-A' });
    await reportAccepted(flow(), 'source', person, { password: 'Maple-Viaduct-B' });
    const capturedAt = ago(0);
    await reportAccepted(flow(), 'source', person, { password: 'Maple-Viaduct-A', capturedAt });
    expect(await flow().storedSince(person, 'source')).toBe(capturedAt);
  });

  test('A, then B, then A again in one batch: the target ends with A', async () => {
    const person = await flow().person('target');
    const passwords = ['Maple-Viaduct-C', 'Maple-Viaduct-D', 'Maple-Viaduct-C'];
    const announced = [];
    for (const password of passwords) announced.push(await flow().producer.windows(person.windows, { password }));
    await flow().send(...announced.map(({ record }) => record));
    await flow().untilSettled(announced.at(-1)!.trackingId);
    expect(await flow().logsIn(person, 'Maple-Viaduct-C')).toBe(true);
  });

  test('the same password after ten minutes is no duplicate', async () => {
    const person = await flow().person('target');
    await flow().settle(person, { password: 'Maple-Viaduct-E', capturedAt: ago(11 * MICROS_PER_MINUTE) });
    const { changes } = await flow().settle(person, { password: 'Maple-Viaduct-E' });
    expect(changes).toEqual([expect.objectContaining({ state: 'accepted' })]);
  });

  test('a duplicate stands for its own time: what lies between the two is older', async () => {
    const person = await flow().person('target');
    await flow().settle(person, { password: 'Maple-Viaduct-F', capturedAt: ago(2 * MICROS_PER_MINUTE) });
    const duplicate = await flow().announce(person, { password: 'Maple-Viaduct-F', origin: newId() });
    await flow().events.of(duplicate, 'SSO_INFO_PS_WIN_CHANGE_DAMPED');
    const between = { origin: newId(), capturedAt: ago(MICROS_PER_MINUTE) };
    const trackingId = await flow().announce(person, { password: 'Maple-Viaduct-G', ...between });
    await flow().events.of(trackingId, 'ENTSSO_E_WINDOWS_UPDATE_FAILED_MORE_RECENT');
    expect(await flow().logsIn(person, 'Maple-Viaduct-F')).toBe(true);
  });

  test('newer wins over all origins, in whatever order they come', async () => {
    const person = await flow().person('target');
    const at = [3, 1, 4, 2].map((minutes) => ago(minutes * MICROS_PER_MINUTE));
    for (const [index, capturedAt] of at.entries()) {
      const trackingId = await flow().announce(person, {
        password: `Maple-Night-${index}`,
        origin: newId(),
        capturedAt,
      });
      await flow().untilSettled(trackingId);
    }
    expect(await flow().logsIn(person, 'Maple-Night-1')).toBe(true);
    expect(await flow().windowsPasswordSince(person)).toBe(at[1]);
  });

  test('a time in the future is taken for the time of arrival', async () => {
    const person = await flow().person('target');
    const { changes } = await flow().settle(person, {
      password: 'Maple-Night-5',
      capturedAt: ago(-30 * MICROS_PER_MINUTE),
    });
    expect(changes[0]!.changedAt).toBeLessThanOrEqual(changes[0]!.receivedAt);
    await flow().settle(person, { password: 'Maple-Night-6' });
    expect(await flow().logsIn(person, 'Maple-Night-6')).toBe(true);
  });
}

function testOldPasswords(flow: () => FlowSystem): void {
  test('a change that proves the stored old password is stored, and proves the next one', async () => {
    const person = await flow().person('strict');
    await flow().settle(person, { password: 'Nectar-Gorge-1' });
    const next = { password: 'Nectar-Gorge-2', oldPassword: 'Nectar-Gorge-1' };
    await reportAccepted(flow(), 'strict', person, next);
    const capturedAt = ago(0);
    const last = { password: 'Nectar-Gorge-3', oldPassword: 'Nectar-Gorge-2', capturedAt };
    await reportAccepted(flow(), 'strict', person, last);
    expect(await flow().storedSince(person, 'strict')).toBe(capturedAt);
  });

  test('the password of a delivery that nobody has heard of yet proves itself', async () => {
    const person = await flow().person('unreachable');
    const flags = { syncToAdapter: true, syncFromAdapter: true };
    const trackingId = await flow().announce(person, { password: 'Nectar-Gorge-4' });
    await flow().events.any(trackingId);
    await flow().change('unreachable', { flags });
    try {
      const passwords = { password: 'Nectar-Gorge-5', oldPassword: 'Nectar-Gorge-4' };
      await reportAccepted(flow(), 'unreachable', person, passwords);
    } finally {
      await flow().change('unreachable');
    }
    expect(await flow().storedSince(person, 'unreachable')).not.toBeNull();
  });

  test('an adapter that wants the old password is told the stored one', async () => {
    const person = await flow().person('careful');
    const first = await flow().announce(person, { password: 'Nectar-Gorge-6' });
    await flow().untilSettled(first);
    const second = await flow().announce(person, { password: 'Nectar-Gorge-7' });
    await flow().untilSettled(second);
    expect(await deliveredTo(flow(), 'careful', first)).toEqual({ newPassword: 'Nectar-Gorge-6' });
    expect(await deliveredTo(flow(), 'careful', second)).toEqual({
      newPassword: 'Nectar-Gorge-7',
      oldPassword: 'Nectar-Gorge-6',
    });
  });
}

function testFields(flow: () => FlowSystem): void {
  test('the other fields keep what they hold: only the first change makes them blank', async () => {
    const person = await flow().person('with-one-marked-field');
    const first = await flow().announce(person, { password: 'Olive-Quarry-1' });
    await flow().events.of(first, 'SSO_WARN_PS_MISSING_INITIAL_CREDS');
    const second = await flow().announce(person, { password: 'Olive-Quarry-2' });
    await flow().events.of(second, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD');
    expect(flow().events.count(second, 'SSO_WARN_PS_MISSING_INITIAL_CREDS')).toBe(0);
    expect(await flow().logsIn(person, 'Olive-Quarry-2')).toBe(true);
  });

  test('with exactly one field behind the account nothing else is made blank', async () => {
    const person = await flow().person('target');
    const trackingId = await flow().announce(person, { password: 'Olive-Quarry-3' });
    await flow().events.of(trackingId, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD');
    expect(flow().events.count(trackingId, 'SSO_WARN_PS_MISSING_INITIAL_CREDS')).toBe(0);
  });

  test('an application that does not say which field is the password is given to no adapter', async () => {
    const fields = [{ label: 'Terminal' }, { label: 'Password' }];
    const made = await flow().tryApply({ applications: [{ name: newId(), adapter: 'target', fields }] });
    const given = await flow().tryApply({ applications: [{ name: 'ambiguous', adapter: 'target', fields }] });
    expect([made, given]).toEqual([
      { changes: [], problems: [expect.objectContaining({ eventId: 10818 })] },
      { changes: [], problems: [expect.objectContaining({ eventId: 10818 })] },
    ]);
  });
}

async function reportAccepted(
  flow: FlowSystem,
  adapter: AdapterName,
  person: Person,
  facts: Parameters<FlowSystem['report']>[2],
): Promise<void> {
  const trackingId = await flow.report(adapter, person, facts);
  await flow.events.of(trackingId, 'SSO_INFO_PS_SET_EXTERNAL_PASSWORD');
}

/** What is left of the passwords that the change owes. */
function wantedPasswords(flow: FlowSystem, trackingId: string): Promise<readonly unknown[]> {
  return flow.inStoreDatabase('select state, wanted from store.deliveries where tracking_id = $1', [trackingId]);
}

/** The passwords in a delivery, as its adapter reads them. */
async function deliveredTo(flow: FlowSystem, adapter: AdapterName, trackingId: string): Promise<object> {
  const voice = await flow.voice(adapter);
  const { newPassword, oldPassword } = await voice.open(await flow.delivery(trackingId));
  return {
    newPassword: textOf(newPassword),
    ...(oldPassword === undefined ? {} : { oldPassword: textOf(oldPassword) }),
  };
}

function textOf(secret: Secret): string {
  return secret.open((bytes) => Buffer.from(bytes).toString());
}
