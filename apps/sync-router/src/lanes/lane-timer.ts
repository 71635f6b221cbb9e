import { endAttempt, expire, MICROS_PER_SECOND } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import type { DataSource } from 'typeorm';

import { fillWindows } from './fill-windows.ts';
import type { LaneInWork } from './lane-in-work.ts';
import { LaneRepository } from './lane-repository.ts';
import type { RouterFacts } from './router-facts.ts';
import { RoutingWork } from './routing-work.ts';

const LANES_IN_ROUND = 500;

/** Does what time alone asks for: dispatches that lapsed, retries that are due, what is too old. */
export class LaneTimer {
  readonly #source: DataSource;
  readonly #facts: RouterFacts;
  readonly #publish: (messages: readonly OutgoingMessage[]) => Promise<void>;

  constructor(
    source: DataSource,
    facts: RouterFacts,
    publish: (messages: readonly OutgoingMessage[]) => Promise<void>,
  ) {
    this.#source = source;
    this.#facts = facts;
    this.#publish = publish;
  }

  async round(): Promise<void> {
    const work = new RoutingWork(this.#facts);
    await this.#source.transaction(async (manager) => {
      const repository = new LaneRepository(manager);
      const [lapsed, expired] = await Promise.all([
        this.#lockLapsed(repository),
        repository.lockExpired(work.now, LANES_IN_ROUND),
      ]);
      for (const subject of lapsed) lapse(subject, work);
      for (const subject of expired) subject.lane = expire(subject.lane, work.now);
      await repository.save([...lapsed, ...expired]);

      const partitions = this.#facts.partitions();
      const adapters = await repository.adaptersWithReady(partitions, work.now);
      if (adapters.length > 0) {
        work.open(await repository.countInFlight(adapters), await repository.breakers(adapters));
        await repository.save(await fillWindows(repository, work, adapters, partitions));
      }
      await repository.saveBreakers(work.changedBreakers);
    });
    await this.#publish(work.messages());
  }

  /** That no outcome came can be said only by who has read them all. */
  async #lockLapsed(repository: LaneRepository): Promise<LaneInWork[]> {
    const read = this.#facts.outcomesRead().filter(({ readUpTo }) => readUpTo > 0);
    if (read.length === 0) return [];
    const surely = read.map(({ partition, readUpTo }) => ({ partition, readUpTo: readUpTo - MICROS_PER_SECOND }));
    return repository.lockLapsed(surely, LANES_IN_ROUND);
  }
}

function lapse(subject: LaneInWork, work: RoutingWork): void {
  const { inFlight } = subject.lane;
  if (inFlight === undefined) return;
  const { lane, neverSent } = endAttempt(subject.lane, inFlight.dispatchId, {
    event: 'lapse',
    retryAt: work.now,
    isUnknown: true,
  });
  work.record('ENTSYNC_WARN_DELIVERY_FAILED', subject, {
    attempt: inFlight.attempt,
    failure: 'transient',
    errorCode: 'NO_OUTCOME',
    reason: 'Nobody answered in time.',
  });
  const trackingId = subject.flightTrackingId;
  subject.lane = lane;
  if (neverSent !== undefined && trackingId !== undefined) work.answerNeverSent(subject, neverSent, trackingId);
}
