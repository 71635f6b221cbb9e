import {
  applyDeliveryV1,
  deliveriesTopicOf,
  DELIVERY_OUTCOMES,
  deliverySettledV1,
  encodeMessage,
  traceparentOf,
  type RecordedEvent,
} from '@entsync/contracts';
import {
  allowedThrough,
  CLOSED_BREAKER,
  dispatch,
  isReady,
  noteSign,
  startProbe,
  type Breaker,
  type Micros,
  type NeverSent,
  type TargetSign,
} from '@entsync/domain';
import { eventKind, type EventSymbol } from '@entsync/entsso';
import type { OutgoingMessage } from '@entsync/messaging';
import { macRecord, newId } from '@entsync/secrets';
import { toEventMessages } from '@entsync/service';

import type { LaneInWork } from './lane-in-work.ts';
import type { RouterFacts } from './router-facts.ts';

const SERVICE = 'sync-router';
const SOURCE = `/entsync/${SERVICE}`;

/** What one transaction of the router decides: dispatches, answers to the store, events. Nothing here touches the database or the broker. */
export class RoutingWork {
  readonly now: Micros;
  readonly #facts: RouterFacts;
  readonly #messages: OutgoingMessage[] = [];
  readonly #events: RecordedEvent[] = [];
  readonly #free = new Map<string, number>();
  readonly #breakers = new Map<string, Breaker>();
  readonly #changedBreakers = new Set<string>();

  constructor(facts: RouterFacts) {
    this.#facts = facts;
    this.now = facts.now();
  }

  /** What is known of the targets before anything is dispatched. */
  open(inFlight: ReadonlyMap<string, number>, breakers: ReadonlyMap<string, Breaker>): void {
    for (const [adapter, breaker] of breakers) {
      this.#breakers.set(adapter, breaker);
      const window = this.#facts.windowOf(adapter) - (inFlight.get(adapter) ?? 0);
      this.#free.set(adapter, allowedThrough(breaker, Math.max(0, window), this.now));
    }
  }

  freeFor(adapter: string): number {
    return this.#free.get(adapter) ?? 0;
  }

  /** Deliveries that were in flight have ended. */
  free(adapter: string, count: number): void {
    if (this.#breakers.get(adapter)?.state === 'closed')
      this.#free.set(adapter, this.freeFor(adapter) + Math.max(0, count));
  }

  get changedBreakers(): readonly (readonly [string, Breaker])[] {
    return [...this.#changedBreakers].map((adapter) => [adapter, this.#breakers.get(adapter) ?? CLOSED_BREAKER]);
  }

  /** Hands the lane's newest delivery to its adapter, if flow control allows it. */
  dispatchIfReady(subject: LaneInWork): void {
    const { adapter, partition } = subject.ref;
    if (!isReady(subject.lane, this.now) || this.freeFor(adapter) <= 0 || !this.#facts.mayDispatch(adapter, partition))
      return;
    const breaker = this.#breakers.get(adapter);
    if (breaker !== undefined && breaker.state !== 'closed')
      this.#setBreaker(adapter, startProbe(breaker, this.now + 2 * this.#facts.dispatchLimit));
    this.#free.set(adapter, this.freeFor(adapter) - 1);
    const sent = dispatch(subject.lane, newId(), this.now + this.#facts.dispatchLimit);
    subject.lane = sent;
    subject.flightTrackingId = subject.payload?.trackingId;
    this.send(subject);
    this.record('ENTSYNC_INFO_DELIVERY_DISPATCHED', subject, { attempt: sent.inFlight.attempt });
  }

  /** Sends what is in flight: for the first time, or again just as it was. */
  send({ ref, lane, payload }: LaneInWork): void {
    const { inFlight, wanted } = lane;
    if (inFlight === undefined || wanted === undefined || payload === undefined) return;
    const { adapter, account } = ref;
    const { version, revision, dispatchId, attempt, notAfter } = inFlight;
    const message = encodeMessage(applyDeliveryV1, {
      ...this.#envelope(payload.trackingId),
      data: {
        adapter,
        account,
        version,
        revision,
        dispatchId,
        attempt,
        notAfter,
        ...payload,
        expiresAt: wanted.expiresAt,
        mayBeApplied: attempt > 1 || wanted.maybeAppliedUntil !== undefined || revision > 1,
      },
    });
    this.#messages.push({ topic: deliveriesTopicOf(adapter), ...message });
  }

  /** Tells the store that a delivery did not leave, or that no attempt of it is open any more. */
  answerNeverSent({ ref }: LaneInWork, neverSent: NeverSent, trackingId: string): void {
    const { adapter, account } = ref;
    const { version, revision, maybeAppliedUntil } = neverSent;
    const message = encodeMessage(deliverySettledV1, {
      ...this.#envelope(trackingId),
      data: {
        outcome: 'superseded',
        adapter,
        account,
        trackingId,
        version,
        revision,
        ...(maybeAppliedUntil === undefined ? {} : { maybeAppliedUntil }),
      },
    });
    const record = { topic: DELIVERY_OUTCOMES, ...message };
    this.#messages.push({ ...record, headers: { ...message.headers, ...macRecord(this.#facts.answerKey(), record) } });
  }

  /** What an outcome says about the target itself. */
  noteTarget(adapter: string, sign: TargetSign, errorCode: string): void {
    const before = this.#breakers.get(adapter) ?? CLOSED_BREAKER;
    const after = noteSign(before, sign, this.now);
    const isSame = after.state === before.state && after.failures === before.failures;
    if (isSame) return;
    this.#setBreaker(adapter, after);
    if (after.state === 'open') this.#free.set(adapter, 0);
    this.#recordBreaker(adapter, before, after, { failure: sign, errorCode });
  }

  #recordBreaker(adapter: string, before: Breaker, after: Breaker, parameters: RecordedEvent['parameters']): void {
    if (before.state === 'closed' && after.state === 'open') {
      const pauseSeconds = Math.round(((after.openUntil ?? 0) - this.now) / 1_000_000);
      this.#recordTarget('ENTSYNC_ERROR_TARGET_PAUSED', adapter, { ...parameters, pauseSeconds });
    }
    if (before.state !== 'closed' && after.state === 'closed')
      this.#recordTarget('ENTSYNC_INFO_TARGET_RESUMED', adapter, {});
  }

  record(
    symbol: EventSymbol,
    { ref, payload, flightTrackingId }: LaneInWork,
    parameters: RecordedEvent['parameters'],
  ): void {
    const trackingId = payload?.trackingId ?? flightTrackingId;
    this.#events.push({
      id: eventKind(symbol).id,
      symbol,
      at: this.now,
      system: ref.adapter,
      account: ref.account,
      parameters: { adapter: ref.adapter, externalAccount: ref.account, ...parameters },
      ...(trackingId === undefined ? {} : { trackingId }),
    });
  }

  recordRefused(adapter: string, account: string, reason: string): void {
    this.#events.push({
      id: eventKind('ENTSYNC_WARN_PRODUCER_REFUSED').id,
      symbol: 'ENTSYNC_WARN_PRODUCER_REFUSED',
      at: this.now,
      system: adapter,
      account,
      parameters: { producer: 'mapping-store', reason },
    });
  }

  /** Dispatches and answers first, then one record with all events. */
  messages(): OutgoingMessage[] {
    return [...this.#messages, ...toEventMessages(SERVICE, this.#events, this.now)];
  }

  #recordTarget(symbol: EventSymbol, adapter: string, parameters: RecordedEvent['parameters']): void {
    this.#events.push({
      id: eventKind(symbol).id,
      symbol,
      at: this.now,
      system: adapter,
      parameters: { adapter, ...parameters },
    });
  }

  #setBreaker(adapter: string, breaker: Breaker): void {
    this.#breakers.set(adapter, breaker);
    this.#changedBreakers.add(adapter);
  }

  #envelope(trackingId: string): { id: string; source: string; time: Date; traceparent: string } {
    return { id: newId(), source: SOURCE, time: new Date(this.now / 1_000), traceparent: traceparentOf(trackingId) };
  }
}
