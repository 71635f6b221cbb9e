import type { ChangeAnswer, DeliveryAnswer, Timeline, TrackedChange } from '@entsync/api-client';
import { eventKindById } from '@entsync/entsso';

/** What can be said of a change now. */
export type Verdict =
  /** The store has not decided about it. */
  | { readonly kind: 'undecided' }
  /** Some target has still to answer. */
  | { readonly kind: 'under-way' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'nothing-to-do'; readonly why: string }
  | { readonly kind: 'not-applied'; readonly why: string };

/** States in which a delivery may still become the account's password by itself, and nobody need do anything. */
const UNDER_WAY: ReadonlySet<DeliveryAnswer['state']> = new Set(['held-back', 'published']);

export function hasEnded({ state }: Pick<DeliveryAnswer, 'state'>): boolean {
  return !UNDER_WAY.has(state);
}

/** By what the store remembers of the change. */
export function decideVerdict({ changes, deliveries }: TrackedChange): Verdict {
  const [change] = changes;
  if (change === undefined) return { kind: 'undecided' };
  if (change.state !== 'accepted') return verdictOfState(change);
  if (deliveries.length === 0) return { kind: 'nothing-to-do', why: whyNothing(change) };
  if (!deliveries.every(hasEnded)) return { kind: 'under-way' };
  const missed = deliveries.filter(({ state }) => state !== 'applied');
  if (missed.length === 0) return { kind: 'applied' };
  return { kind: 'not-applied', why: `${missed.length} of ${deliveries.length} targets did not take it.` };
}

function verdictOfState({ state, eventId }: ChangeAnswer): Verdict {
  const why = `${meaningOf(eventId) ?? 'The store refused it.'} (event ${eventId})`;
  switch (state) {
    case 'echo':
    case 'duplicate':
      return { kind: 'nothing-to-do', why };
    case 'accepted':
    case 'outdated':
    case 'refused':
    case 'held':
      return { kind: 'not-applied', why };
  }
}

/** The event of a change that went all the way says nothing of its mappings, each of which may have been left out. */
function whyNothing({ eventId, windowsAccount, account }: ChangeAnswer): string {
  const meaning = eventKindById(eventId);
  if (meaning?.symbol === 'SSO_INFO_PS_WIN_CHANGE_DISCARDED_NO_MAPPINGS')
    return `Nobody is mapped to ${windowsAccount ?? account}: make a mapping with entsync apply.`;
  return 'No target is to follow: each mapping is disabled, is not synchronized, or has this password already.';
}

/** The store remembers nothing of what it refused before it could open it; the events tell. `undefined` while there are none. */
export function decideRefusal(timeline: Timeline | undefined): Verdict | undefined {
  const steps = timeline?.steps ?? [];
  const step = steps.findLast(({ severity }) => severity !== 'info') ?? steps.at(-1);
  return step === undefined ? undefined : { kind: 'not-applied', why: `${step.text} (event ${step.eventId})` };
}

function meaningOf(eventId: number): string | undefined {
  return eventKindById(eventId)?.meaning;
}
