import {
  decodeMessage,
  deliverPasswordV1,
  MalformedMessageError,
  messageType,
  stopDeliveryV1,
  type DeliverPasswordV1,
  type MessageDefinition,
  type StopDeliveryV1,
} from '@entsync/contracts';
import { savePositions } from '@entsync/database';
import { compareEditions, forbid, offer, withdrawEdition, type LaneDecision } from '@entsync/domain';
import type { ConsumedRecord, HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';
import { checkMac, NotAuthenticError } from '@entsync/secrets';
import type { DataSource } from 'typeorm';

import { laneKey, type LaneInWork } from './lane-in-work.ts';
import { LaneRepository } from './lane-repository.ts';
import type { RouterFacts } from './router-facts.ts';
import { RoutingWork } from './routing-work.ts';

type Wanted =
  | { readonly kind: 'deliver'; readonly data: DeliverPasswordV1; readonly record: ConsumedRecord }
  | { readonly kind: 'stop'; readonly data: StopDeliveryV1; readonly record: ConsumedRecord };

const DEFINITIONS = [deliverPasswordV1, stopDeliveryV1] as unknown as readonly MessageDefinition<
  DeliverPasswordV1 | StopDeliveryV1
>[];

/** W13. Puts what the store wants into lanes, and dispatches what may leave. */
export class Deliveries {
  readonly #source: DataSource;
  readonly #facts: RouterFacts;

  constructor(source: DataSource, facts: RouterFacts) {
    this.#source = source;
    this.#facts = facts;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const rejected: RejectedRecord[] = [];
    const work = new RoutingWork(this.#facts);
    const wanted = records.flatMap((record) => this.#read(record, work, rejected));
    await this.#source.transaction(async (manager) => {
      const repository = new LaneRepository(manager);
      const refs = wanted.map(({ data, record }) => ({
        adapter: data.adapter,
        account: data.account,
        partition: record.partition,
      }));
      const { lanes, inFlight, breakers } = await repository.open(refs);
      work.open(inFlight, breakers);
      for (const each of wanted) {
        const subject = lanes.get(laneKey(each.data));
        if (subject !== undefined) take(subject, each, work);
      }
      for (const subject of lanes.values()) work.dispatchIfReady(subject);
      await Promise.all([
        repository.save(lanes.values()),
        repository.saveBreakers(work.changedBreakers),
        savePositions(manager, positions),
      ]);
    });
    return { publish: work.messages(), rejected };
  }

  #read(record: ConsumedRecord, work: RoutingWork, rejected: RejectedRecord[]): Wanted[] {
    try {
      const { type, data } = decodeMessage(DEFINITIONS, record);
      try {
        checkMac(this.#facts.deliveryKey(), record);
      } catch (error) {
        if (error instanceof NotAuthenticError) work.recordRefused(data.adapter, data.account, error.reason);
        throw error;
      }
      const isStop = type === messageType(stopDeliveryV1);
      return [
        isStop
          ? { kind: 'stop', data: data as StopDeliveryV1, record }
          : { kind: 'deliver', data: data as DeliverPasswordV1, record },
      ];
    } catch (error) {
      if (error instanceof MalformedMessageError)
        rejected.push({ record, reason: error.reason, detail: error.detail, fromStranger: true });
      else if (error instanceof NotAuthenticError)
        rejected.push({ record, reason: 'not-authentic', detail: error.message, fromStranger: true });
      else throw error;
      return [];
    }
  }
}

function take(subject: LaneInWork, wanted: Wanted, work: RoutingWork): void {
  const before = subject.payload?.trackingId;
  const decision = wanted.kind === 'deliver' ? offer(subject.lane, wanted.data) : stop(subject, wanted.data);
  const isNews = decision.lane !== subject.lane;
  subject.lane = decision.lane;
  const { neverSent } = decision;
  if (wanted.kind === 'deliver' && isNews) {
    const { trackingId, publishedAt, epoch, sealed } = wanted.data;
    subject.payload = { trackingId, publishedAt, epoch, sealed };
    work.record('SSO_INFO_PS_NOTIFICATION_QUEUED', subject, {});
  } else if (wanted.record.isReplay && subject.holdsFlight) {
    // It was dispatched before; perhaps that was never published.
    work.send(subject);
  }
  if (neverSent !== undefined) {
    const isThis = compareEditions(neverSent, wanted.data) === 0;
    work.answerNeverSent(subject, neverSent, isThis ? wanted.data.trackingId : (before ?? wanted.data.trackingId));
  }
}

function stop({ lane }: LaneInWork, data: StopDeliveryV1): LaneDecision {
  return data.because === 'withdrawn' ? withdrawEdition(lane, data) : forbid(lane, data);
}
