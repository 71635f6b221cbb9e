import type { DeliveryAnswer, PersonAnswer, TargetAnswer, Timeline } from '@entsync/api-client';
import { describe, expect, it } from 'vitest';

import { renderExplanation } from './render-explanation.ts';

const SINCE = new Date(2026, 0, 2, 3, 4, 5).getTime() * 1_000;
const screen = {
  width: 100,
  paint: (_tone: string, text: string): string => text,
  print: () => undefined,
  printJson: () => undefined,
  note: () => undefined,
};

const target = (facts: Partial<TargetAnswer>): TargetAnswer => ({
  application: 'HR',
  adapter: 'hr',
  account: 'ann',
  mappingEnabled: true,
  applicationEnabled: true,
  adapterEnabled: true,
  storedSince: null,
  ...facts,
});

const delivery = (facts: Partial<DeliveryAnswer>): DeliveryAnswer => ({
  adapter: 'hr',
  account: 'ann',
  trackingId: 'id',
  state: 'applied',
  revision: 1,
  changedAt: SINCE,
  firstPublishedAt: SINCE,
  appliedAt: SINCE + 240_000,
  failure: null,
  reason: null,
  ...facts,
});

const person: PersonAnswer = {
  windowsAccount: 'CORP\\ann',
  windowsPasswordSince: SINCE,
  targets: [
    target({ storedSince: SINCE }),
    target({ adapter: 'staff', account: 'uid=ann,ou=people' }),
    target({ adapter: 'old', mappingEnabled: false }),
  ],
  changes: [],
  deliveries: [
    delivery({}),
    delivery({ state: 'refused', reason: 'an older one' }),
    delivery({
      adapter: 'staff',
      account: 'uid=ann,ou=people',
      state: 'parked',
      appliedAt: null,
      failure: 'account-missing',
      reason: 'there is no such entry',
    }),
  ],
};

const timeline: Timeline = {
  trackingId: '0b9d1c1e-5c3f-4a53-9d0e-6f1f0e6f4a11',
  windowsAccount: 'CORP\\ann',
  startedAt: SINCE,
  lastAt: SINCE + 300_000,
  steps: [
    {
      at: SINCE,
      service: 'mapping-store',
      eventId: 10662,
      symbol: 'A',
      severity: 'info',
      text: 'A change arrived.',
      system: 'windows',
      account: 'corp\\ann',
      parameters: {},
    },
    {
      at: SINCE + 300_000,
      service: 'sync-router',
      eventId: 20012,
      symbol: 'B',
      severity: 'warn',
      text: 'An attempt failed.',
      system: 'hr',
      account: 'ann',
      parameters: { failure: 'transient', errorCode: 'TARGET_TIMEOUT' },
    },
  ],
};

describe('renderExplanation', () => {
  it('shows what each target holds or waits for, by its newest delivery, and what to type', () => {
    const shown = renderExplanation({ people: [person], timelines: [], unknown: [] }, screen);
    expect(shown).toContain('CORP\\ann  Windows password stored since 2026-01-02 03:04:05');
    expect(shown).toMatch(/hr\/ann +2026-01-02 03:04:05 +applied +after 240 ms/);
    expect(shown).not.toContain('an older one');
    expect(shown).toMatch(/staff\/uid=ann,ou=people +- +parked +account-missing: there is/);
    expect(shown).toMatch(/old\/ann +- +disabled +its mapping is disabled/);
    expect(shown).toContain("then: entsync retry 'staff/uid=ann,ou=people'");
  });

  it('says when nobody is mapped', () => {
    const shown = renderExplanation({ people: [{ ...person, targets: [] }], timelines: [], unknown: [] }, screen);
    expect(shown).toContain('Nobody is mapped to it');
  });

  it('shows every step with its time, place, event and reason', () => {
    const shown = renderExplanation({ people: [], timelines: [timeline], unknown: [] }, screen);
    expect(shown).toMatch(/03:04:05\.000 +0 ms +mapping-store +corp\\ann +10662 +A change arrived\./);
    expect(shown).toMatch(/03:04:05\.300 +300 ms +sync-router +hr\/ann +20012 +An attempt failed\./);
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('(transient, TARGET_TIMEOUT)');
    expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('shows one change with what is owed for it', () => {
    const change = {
      trackingId: 'id',
      system: 'windows',
      account: 'corp\\ann',
      windowsAccount: 'CORP\\ann',
      state: 'held' as const,
      eventId: 20004,
      principal: 'cli',
      changedAt: SINCE,
      receivedAt: SINCE,
    };
    const shown = renderExplanation(
      { people: [], change: { changes: [change], deliveries: [] }, timelines: [], unknown: [] },
      screen,
    );
    expect(shown).toMatch(/announced by cli: held\. .*\(event 20004\)/);
  });

  it('says which half of the answer could not be had', () => {
    const shown = renderExplanation({ people: [], timelines: [], unknown: ['What happened is not known: x'] }, screen);
    expect(shown).toBe('! What happened is not known: x');
  });
});
