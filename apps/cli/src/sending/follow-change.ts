import { ServiceError, type DeliveryAnswer, type Timeline, type TrackedChange } from '@entsync/api-client';

import { decideRefusal, decideVerdict, hasEnded, type Verdict } from './decide-verdict.ts';

/** Whom is asked about a change, and the clock; passed in so that tests have theirs. In milliseconds. */
export interface ChangeSources {
  readonly change: () => Promise<TrackedChange>;
  /** `undefined` where the service that knows does not answer. */
  readonly timeline: () => Promise<Timeline | undefined>;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface FollowedChange {
  readonly verdict: Verdict;
  readonly deliveries: readonly DeliveryAnswer[];
}

const UNSEEN: FollowedChange = { verdict: { kind: 'undecided' }, deliveries: [] };

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1_000;
/** The store decides in a moment; only when it has said nothing for so long the events are asked. */
const PATIENCE = 1_000;

/**
 * Follows a change until every target has answered, or until `deadline`. A service that is being restarted is waited for; one that does not answer at
 * the deadline either is thrown as a {@link ServiceError}.
 *
 * @param ended called once for each delivery, when it has ended
 */
export async function followChange(
  sources: ChangeSources,
  deadline: number,
  ended: (delivery: DeliveryAnswer) => void,
): Promise<FollowedChange> {
  const startedAt = sources.now();
  const told = new Set<string>();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const isLast = sources.now() >= deadline;
    const isLong = sources.now() - startedAt >= PATIENCE;
    const seen = (isLong ? await lookCloser(sources, isLast) : await look(sources, isLast)) ?? UNSEEN;
    for (const delivery of seen.deliveries.filter(hasEnded)) {
      const key = `${delivery.adapter}/${delivery.account}`;
      if (!told.has(key)) ended(delivery);
      told.add(key);
    }
    if (isLast || !isOpen(seen.verdict)) return seen;
    await sources.sleep(pause);
  }
}

function isOpen({ kind }: Verdict): boolean {
  return kind === 'undecided' || kind === 'under-way';
}

/** `undefined` while the store does not answer. */
async function look({ change }: ChangeSources, isLast: boolean): Promise<FollowedChange | undefined> {
  try {
    const tracked = await change();
    return { verdict: decideVerdict(tracked), deliveries: tracked.deliveries };
  } catch (error) {
    const isDown = error instanceof ServiceError && error.status === 0;
    if (!isDown || isLast) throw error;
    return undefined;
  }
}

/** Events come after what they tell of: when they have come and the store still remembers nothing, it has refused. */
async function lookCloser(sources: ChangeSources, isLast: boolean): Promise<FollowedChange | undefined> {
  const seen = await look(sources, isLast);
  if (seen?.verdict.kind !== 'undecided') return seen;
  const refusal = decideRefusal(await sources.timeline());
  if (refusal === undefined) return seen;
  const again = await look(sources, isLast);
  return again?.verdict.kind === 'undecided' ? { ...again, verdict: refusal } : again;
}
