import { ServiceError, type DeliveryAnswer, type Timeline, type TrackedChange } from '@entsync/api-client';
import { describe, expect, it } from 'vitest';

import { followChange, type ChangeSources } from './follow-change.ts';

const NOTHING: TrackedChange = { changes: [], deliveries: [] };
const DOWN = new ServiceError(0, 'ENTSYNC_SERVICE_DOWN', 'mapping-store does not answer');

function delivery(adapter: string, state: DeliveryAnswer['state']): DeliveryAnswer {
  const times = { changedAt: 1, firstPublishedAt: 1, appliedAt: state === 'applied' ? 2 : null };
  return { adapter, account: 'ann', trackingId: 'id', state, revision: 1, ...times, failure: null, reason: null };
}

function accepted(...deliveries: DeliveryAnswer[]): TrackedChange {
  const facts = { system: 'windows', account: 'corp\\ann', windowsAccount: 'CORP\\ann', principal: 'cli' };
  const change = {
    trackingId: 'id',
    ...facts,
    state: 'accepted',
    eventId: 10662,
    changedAt: 1,
    receivedAt: 1,
  } as const;
  return { changes: [change], deliveries };
}

const REFUSED: Timeline = {
  trackingId: 'id',
  windowsAccount: 'CORP\\ann',
  startedAt: 1,
  lastAt: 1,
  steps: [
    {
      at: 1,
      service: 'mapping-store',
      eventId: 10700,
      symbol: 'X',
      severity: 'warn',
      text: 'Synchronization is switched off.',
      system: null,
      account: null,
      parameters: {},
    },
  ],
};

/** Answers one after the other, the last one for ever; time passes by sleeping only. */
function sourcesOf(answers: readonly (TrackedChange | Error)[], timeline?: Timeline): ChangeSources {
  let now = 0;
  let asked = 0;
  return {
    change: () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? NOTHING;
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    timeline: () => Promise.resolve(timeline),
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

describe('followChange', () => {
  it('tells of each target once, when it has ended, and ends with the last', async () => {
    const told: string[] = [];
    const sources = sourcesOf([
      NOTHING,
      accepted(delivery('hr', 'published'), delivery('ldap', 'published')),
      accepted(delivery('hr', 'applied'), delivery('ldap', 'published')),
      accepted(delivery('hr', 'applied'), delivery('ldap', 'applied')),
    ]);
    const { verdict } = await followChange(sources, 60_000, ({ adapter }) => told.push(adapter));
    expect(verdict).toEqual({ kind: 'applied' });
    expect(told).toEqual(['hr', 'ldap']);
  });

  it('gives up at the deadline and says how far it came', async () => {
    const sources = sourcesOf([accepted(delivery('hr', 'published'))]);
    const { verdict, deliveries } = await followChange(sources, 5_000, () => undefined);
    expect(verdict).toEqual({ kind: 'under-way' });
    expect(deliveries).toHaveLength(1);
    expect(sources.now()).toBeGreaterThanOrEqual(5_000);
    expect(sources.now()).toBeLessThan(7_000);
  });

  it('waits for a store that is being restarted', async () => {
    const sources = sourcesOf([DOWN, DOWN, accepted(delivery('hr', 'applied'))]);
    expect((await followChange(sources, 60_000, () => undefined)).verdict).toEqual({ kind: 'applied' });
  });

  it('says that the store does not answer when it still does not at the deadline', async () => {
    await expect(followChange(sourcesOf([DOWN]), 5_000, () => undefined)).rejects.toBe(DOWN);
  });

  it('does not wait when the store says no', async () => {
    const denied = new ServiceError(401, 'ENTSYNC_TOKEN', 'wrong token');
    await expect(followChange(sourcesOf([denied]), 5_000, () => undefined)).rejects.toBe(denied);
  });

  it('learns from the events what the store refused and does not remember', async () => {
    const sources = sourcesOf([NOTHING], REFUSED);
    expect((await followChange(sources, 60_000, () => undefined)).verdict).toEqual({
      kind: 'not-applied',
      why: 'Synchronization is switched off. (event 10700)',
    });
    expect(sources.now()).toBeLessThan(5_000);
  });

  it('takes nothing for refused while the store does not answer', async () => {
    const answers = [...Array.from({ length: 20 }, () => DOWN), accepted(delivery('hr', 'applied'))];
    const { verdict } = await followChange(sourcesOf(answers, REFUSED), 60_000, () => undefined);
    expect(verdict).toEqual({ kind: 'applied' });
  });

  it('believes the store before the events, when it remembers the change after all', async () => {
    const told: string[] = [];
    const times = [0];
    const answers = sourcesOf([NOTHING, accepted(delivery('hr', 'applied'))], REFUSED);
    const sources = { ...answers, now: () => times.shift() ?? 5_000 };
    const followed = await followChange(sources, 60_000, ({ adapter }) => told.push(adapter));
    expect(followed.verdict).toEqual({ kind: 'applied' });
    expect(told).toEqual(['hr']);
  });
});
