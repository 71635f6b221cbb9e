import { compareEditions, type Lane } from '@entsync/domain';

export interface LaneRef {
  readonly adapter: string;
  readonly account: string;
  /** Of the account-keyed topics. */
  readonly partition: number;
}

/** The sealed part of what is wanted; nobody here can open it. */
export interface Payload {
  readonly trackingId: string;
  readonly publishedAt: number;
  readonly epoch: string;
  readonly sealed: string;
}

/** A lane while a batch is being decided. */
export class LaneInWork {
  readonly ref: LaneRef;
  payload: Payload | undefined;
  flightTrackingId: string | undefined;
  lane: Lane;
  readonly #loaded: Lane;

  constructor(ref: LaneRef, lane: Lane, payload?: Payload, flightTrackingId?: string) {
    this.ref = ref;
    this.lane = lane;
    this.#loaded = lane;
    this.payload = payload;
    this.flightTrackingId = flightTrackingId;
  }

  get isChanged(): boolean {
    return this.lane !== this.#loaded;
  }

  /** What is in flight is what is still wanted, so that it could be sent again just as it was. */
  get holdsFlight(): boolean {
    const { inFlight, wanted } = this.lane;
    return inFlight !== undefined && wanted !== undefined && compareEditions(inFlight, wanted) === 0;
  }
}

export function laneKey({ adapter, account }: Pick<LaneRef, 'adapter' | 'account'>): string {
  return `${adapter}\u0000${account}`;
}
