import {
  decodeMessage,
  deliverySettledV1,
  MalformedMessageError,
  type DeliveryFailedV1,
  type DeliverySettledV1,
} from '@entsync/contracts';
import { savePositions } from '@entsync/database';
import { backOff, consequenceOf, endAttempt, settle, type TargetSign } from '@entsync/domain';
import type { ConsumedRecord, HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';
import type { DataSource, EntityManager } from 'typeorm';

import { fillWindows } from './fill-windows.ts';
import { laneKey, type LaneInWork } from './lane-in-work.ts';
import { LaneRepository } from './lane-repository.ts';
import type { RouterFacts } from './router-facts.ts';
import { RoutingWork } from './routing-work.ts';

interface Outcome {
  readonly data: Exclude<DeliverySettledV1, { outcome: 'superseded' }>;
  readonly record: ConsumedRecord;
}

/** Settles lanes by what hosts say, and lets go what has been waiting for it. */
export class LaneOutcomes {
  readonly #source: DataSource;
  readonly #facts: RouterFacts;

  constructor(source: DataSource, facts: RouterFacts) {
    this.#source = source;
    this.#facts = facts;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const rejected: RejectedRecord[] = [];
    const outcomes = records.flatMap((record) => read(record, rejected));
    const work = new RoutingWork(this.#facts);
    await this.#source.transaction(async (manager) => {
      await this.#settle(manager, outcomes, work);
      await savePositions(manager, positions);
    });
    return { publish: work.messages(), rejected };
  }

  async #settle(manager: EntityManager, outcomes: readonly Outcome[], work: RoutingWork): Promise<void> {
    if (outcomes.length === 0) return;
    const repository = new LaneRepository(manager);
    const refs = outcomes.map(({ data, record }) => ({
      adapter: data.adapter,
      account: data.account,
      partition: record.partition,
    }));
    const { adapters, lanes, inFlight, breakers } = await repository.open(refs);
    const before = countDispatched(lanes.values());
    work.open(inFlight, breakers);
    for (const outcome of outcomes) {
      const subject = lanes.get(laneKey(outcome.data));
      if (subject !== undefined && !outcome.record.isReplay) take(subject, outcome, work);
    }
    const after = countDispatched(lanes.values());
    for (const adapter of adapters) work.free(adapter, (before.get(adapter) ?? 0) - (after.get(adapter) ?? 0));
    for (const subject of lanes.values()) work.dispatchIfReady(subject);
    // What waits is looked for in the table, so the table must know first.
    const [, waiting] = await Promise.all([
      repository.save(lanes.values()),
      fillWindows(repository, work, adapters, this.#facts.partitions()),
    ]);
    await Promise.all([repository.save(waiting), repository.saveBreakers(work.changedBreakers)]);
  }
}

function read(record: ConsumedRecord, rejected: RejectedRecord[]): Outcome[] {
  try {
    const { data } = decodeMessage([deliverySettledV1], record);
    // What the router itself has said is for the store.
    return data.outcome === 'superseded' ? [] : [{ data, record }];
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    rejected.push({ record, reason: error.reason, detail: error.detail, fromStranger: true });
    return [];
  }
}

function take(subject: LaneInWork, { data }: Outcome, work: RoutingWork): void {
  work.noteTarget(data.adapter, signOf(data), data.outcome === 'failed' ? data.errorCode : '');
  const trackingId = subject.flightTrackingId ?? data.trackingId;
  const decision =
    data.outcome === 'applied' ? settle(subject.lane, data, data.dispatchId) : endFailed(subject, data, work);
  subject.lane = decision.lane;
  if (decision.neverSent !== undefined) work.answerNeverSent(subject, decision.neverSent, trackingId);
}

function endFailed(subject: LaneInWork, failed: DeliveryFailedV1, work: RoutingWork): ReturnType<typeof endAttempt> {
  const event = consequenceOf(failed.failure) === 'release-to-store' ? 'release' : 'retry';
  const retryAt = failed.retryAt ?? work.now + backOff(failed.attempt, Math.random());
  return endAttempt(subject.lane, failed.dispatchId, {
    event,
    retryAt,
    isUnknown: failed.maybeAppliedUntil !== undefined,
  });
}

/** Whatever a target says about one account or password, it answers. */
function signOf(data: Outcome['data']): TargetSign {
  if (data.outcome === 'applied') return 'answers';
  switch (data.failure) {
    case 'transient':
      return 'fails';
    case 'misconfigured':
      return 'refuses-us';
    case 'busy':
    case 'account-missing':
    case 'policy-refused':
    case 'old-password-wrong':
    case 'cannot-open':
      return 'answers';
  }
}

function countDispatched(lanes: Iterable<LaneInWork>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ref, lane } of lanes) {
    if (lane.state === 'dispatched') counts.set(ref.adapter, (counts.get(ref.adapter) ?? 0) + 1);
  }
  return counts;
}
