import type { ChangeAnswer, DeliveryAnswer, TimelineStep } from '@entsync/api-client';
import { eventKind } from '@entsync/entsso';
import { describe, expect, it } from 'vitest';

import { decideRefusal, decideVerdict } from './decide-verdict.ts';

const change = (facts: Partial<ChangeAnswer> = {}): ChangeAnswer => ({
  trackingId: 'id',
  system: 'windows',
  account: 'corp\\ann',
  windowsAccount: 'CORP\\ann',
  state: 'accepted',
  eventId: 10662,
  principal: 'cli',
  changedAt: 1,
  receivedAt: 2,
  ...facts,
});

const delivery = (state: DeliveryAnswer['state'], adapter = 'hr'): DeliveryAnswer => ({
  adapter,
  account: 'ann',
  trackingId: 'id',
  state,
  revision: 1,
  changedAt: 1,
  firstPublishedAt: 2,
  appliedAt: null,
  failure: null,
  reason: null,
});

const verdictOf = (...states: DeliveryAnswer['state'][]): string =>
  decideVerdict({ changes: [change()], deliveries: states.map((state) => delivery(state)) }).kind;

describe('decideVerdict', () => {
  it('is undecided while the store remembers nothing of the change', () => {
    expect(decideVerdict({ changes: [], deliveries: [] })).toEqual({ kind: 'undecided' });
  });

  it('waits while one target has still to answer, whatever the others did', () => {
    expect(verdictOf('applied', 'published')).toBe('under-way');
    expect(verdictOf('parked', 'held-back')).toBe('under-way');
  });

  it('is applied only when all targets have it', () => {
    expect(verdictOf('applied', 'applied')).toBe('applied');
  });

  it.each(['parked', 'refused', 'expired', 'withdrawn', 'superseded'] as const)(
    'is not applied when one delivery ended as %s',
    (state) => {
      const verdict = decideVerdict({
        changes: [change()],
        deliveries: [delivery('applied'), delivery(state, 'ldap')],
      });
      expect(verdict).toEqual({ kind: 'not-applied', why: '1 of 2 targets did not take it.' });
    },
  );

  it('says that nobody is mapped, and what to do', () => {
    const { id } = eventKind('SSO_INFO_PS_WIN_CHANGE_DISCARDED_NO_MAPPINGS');
    expect(decideVerdict({ changes: [change({ eventId: id })], deliveries: [] })).toEqual({
      kind: 'nothing-to-do',
      why: 'Nobody is mapped to CORP\\ann: make a mapping with entsync apply.',
    });
  });

  it('says when no mapping is to follow', () => {
    expect(decideVerdict({ changes: [change()], deliveries: [] })).toMatchObject({
      kind: 'nothing-to-do',
      why: expect.stringMatching(/^No target is to follow/) as string,
    });
  });

  it.each([
    ['duplicate', 'nothing-to-do'],
    ['echo', 'nothing-to-do'],
    ['outdated', 'not-applied'],
    ['held', 'not-applied'],
    ['refused', 'not-applied'],
  ] as const)('takes a change that is remembered as %s for %s, with the event that says why', (state, kind) => {
    const { id, meaning } = eventKind('ENTSYNC_WARN_CHANGE_HELD');
    expect(decideVerdict({ changes: [change({ state, eventId: id })], deliveries: [] })).toEqual({
      kind,
      why: `${meaning} (event ${id})`,
    });
  });
});

describe('decideRefusal', () => {
  const step = (severity: TimelineStep['severity'], text: string): TimelineStep => ({
    at: 1,
    service: 'mapping-store',
    eventId: 10001,
    symbol: 'X',
    severity,
    text,
    system: null,
    account: null,
    parameters: {},
  });
  const timelineOf = (...steps: TimelineStep[]): Parameters<typeof decideRefusal>[0] => ({
    trackingId: 'id',
    windowsAccount: null,
    startedAt: 1,
    lastAt: 1,
    steps,
  });

  it('knows nothing while there are no events', () => {
    expect(decideRefusal(undefined)).toBeUndefined();
    expect(decideRefusal(timelineOf())).toBeUndefined();
  });

  it('gives the last thing that went wrong as the reason', () => {
    const timeline = timelineOf(step('warn', 'Denied.'), step('error', 'Unknown producer.'), step('info', 'Seen.'));
    expect(decideRefusal(timeline)).toEqual({ kind: 'not-applied', why: 'Unknown producer. (event 10001)' });
  });
});
