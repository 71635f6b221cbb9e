import {
  backOff,
  consequenceOf,
  dispatch,
  EMPTY_LANE,
  endAttempt,
  expire,
  forbid,
  isReady,
  offer,
  settle,
  withdrawEdition,
  type Lane,
  type LaneDecision,
  type Micros,
} from '../src/index.ts';
import type { DeliveryRecord, DispatchRecord, OutcomeRecord, Sealed } from './model-records.ts';

const CALL_LIMIT: Micros = 60_000_000;

/** The router over the pure core: one lane. */
export class ModelRouter {
  lane: Lane = EMPTY_LANE;
  #sealed: Sealed | undefined;
  #dispatches = 0;

  constructor(
    readonly name: string,
    readonly send: (record: DispatchRecord) => void,
    readonly answer: (record: OutcomeRecord) => void,
  ) {}

  receive(record: DeliveryRecord, now: Micros): void {
    const before = this.lane.wanted;
    this.#take(this.#decide(record));
    if (record.kind === 'deliver' && this.lane.wanted !== before) this.#sealed = record.sealed;
    this.#dispatchReady(now);
  }

  #decide(record: DeliveryRecord): LaneDecision {
    switch (record.kind) {
      case 'deliver':
        return offer(this.lane, record);
      case 'forbid':
        return forbid(this.lane, record.limit);
      case 'withdraw':
        return withdrawEdition(this.lane, record.edition);
    }
  }

  /** A record was read again: what is in flight is sent again, as it was. */
  resend(): void {
    const { inFlight, wanted } = this.lane;
    const isSame =
      inFlight !== undefined && wanted?.revision === inFlight.revision && wanted.version === inFlight.version;
    if (isSame && this.#sealed !== undefined) this.send({ ...inFlight, sealed: this.#sealed });
  }

  settle(outcome: OutcomeRecord, now: Micros): void {
    if (outcome.kind === 'superseded' || outcome.dispatchId === undefined) return;
    if (outcome.kind === 'applied') {
      this.#take(settle(this.lane, outcome, outcome.dispatchId));
    } else {
      const event = consequenceOf(outcome.failure) === 'release-to-store' ? 'release' : 'retry';
      const retryAt = now + backOff(this.lane.wanted?.attempts ?? 1, 0.5);
      this.#take(
        endAttempt(this.lane, outcome.dispatchId, {
          event,
          retryAt,
          isUnknown: outcome.maybeAppliedUntil !== undefined,
        }),
      );
    }
    this.#dispatchReady(now);
  }

  /** What time alone asks for. That no outcome came can be said only by who has read them all. */
  tick(now: Micros, hasReadOutcomes: boolean): void {
    const { inFlight } = this.lane;
    if (inFlight !== undefined && inFlight.notAfter < now && hasReadOutcomes) {
      this.#take(
        endAttempt(this.lane, inFlight.dispatchId, {
          event: 'lapse',
          retryAt: now,
          isUnknown: true,
        }),
      );
    }
    this.lane = expire(this.lane, now);
    this.#dispatchReady(now);
  }

  #take(decision: LaneDecision): void {
    this.lane = decision.lane;
    const { neverSent } = decision;
    if (neverSent !== undefined) this.answer({ ...neverSent, kind: 'superseded', dispatchId: undefined });
  }

  #dispatchReady(now: Micros): void {
    if (!isReady(this.lane, now) || this.#sealed === undefined) return;
    this.#dispatches += 1;
    const sent = dispatch(this.lane, `${this.name}-${this.#dispatches}`, now + CALL_LIMIT);
    this.lane = sent;
    this.send({ ...sent.inFlight, sealed: this.#sealed });
  }
}
