import { MICROS_PER_MILLISECOND, type Micros } from '@entsync/domain';

/** The machine's clocks, passed in so that tests have theirs. */
export interface LocalClocks {
  /** Wall clock, microseconds since 1970. */
  readonly wall: () => Micros;
  /** Microseconds since this machine booted; never jumps, the same in every process. */
  readonly sinceBoot: () => Micros;
}

export const machineClocks: LocalClocks = {
  wall: () => Math.round((performance.timeOrigin + performance.now()) * MICROS_PER_MILLISECOND),
  sinceBoot: () => Number(process.hrtime.bigint() / 1_000n),
};

interface Sample {
  readonly roundTrip: Micros;
  /** Broker time minus time since boot. */
  readonly offset: Micros;
}

/** How many of the latest acknowledgements are looked at. */
const WINDOW = 64;

/**
 * Broker time, as it is learned from the append times in a producer's own acknowledgements: of the latest ones, the one with the shortest
 * round trip is the truest. Never runs backwards. Before the first acknowledgement it is the wall clock.
 */
export class BrokerClock {
  readonly #clocks: LocalClocks;
  readonly #samples: Sample[] = [];
  #offset: Micros;
  #last: Micros = 0;
  #learned = false;

  constructor(clocks: LocalClocks = machineClocks) {
    this.#clocks = clocks;
    this.#offset = clocks.wall() - clocks.sinceBoot();
  }

  get hasLearned(): boolean {
    return this.#learned;
  }

  /** Microseconds since boot, for {@link learn}. */
  startSend(): Micros {
    return this.#clocks.sinceBoot();
  }

  /** @param appendedAt what the broker wrote on the record, in milliseconds */
  learn(startedAt: Micros, appendedAt: number): void {
    const endedAt = this.#clocks.sinceBoot();
    // The append time is cut to a millisecond: half of one is the best guess of what was cut.
    const broker = (appendedAt + 0.5) * MICROS_PER_MILLISECOND;
    this.#samples.push({ roundTrip: endedAt - startedAt, offset: Math.round(broker - (startedAt + endedAt) / 2) });
    if (this.#samples.length > WINDOW) this.#samples.shift();
    this.#offset = this.#samples.reduce((best, next) => (next.roundTrip < best.roundTrip ? next : best)).offset;
    this.#learned = true;
  }

  now(): Micros {
    this.#last = Math.max(this.#last, this.#clocks.sinceBoot() + this.#offset);
    return this.#last;
  }

  /** What to add to the wall clock for broker time. */
  wallOffset(): Micros {
    return this.#clocks.sinceBoot() + this.#offset - this.#clocks.wall();
  }

  /** What to add to a wall time that was read together with `sinceBoot` in the same boot: steps of the wall clock do not matter then. */
  offsetFor(moment: { readonly wall: Micros; readonly sinceBoot: Micros }): Micros {
    return moment.sinceBoot + this.#offset - moment.wall;
  }
}
