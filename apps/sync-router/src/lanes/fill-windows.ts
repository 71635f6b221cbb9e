import type { LaneInWork } from './lane-in-work.ts';
import type { LaneRepository } from './lane-repository.ts';
import type { RoutingWork } from './routing-work.ts';

/** Lanes of one round; more wait for the next. */
const LANES_IN_ROUND = 500;

/** Lets lanes send that have been waiting for room in their adapter's window. Answers those that were looked at. */
export async function fillWindows(
  repository: LaneRepository,
  work: RoutingWork,
  adapters: readonly string[],
  partitions: readonly number[],
): Promise<LaneInWork[]> {
  const looked: LaneInWork[] = [];
  for (const adapter of adapters) {
    const free = Math.min(work.freeFor(adapter), LANES_IN_ROUND);
    if (free <= 0 || partitions.length === 0) continue;
    const ready = await repository.lockReady(adapter, partitions, work.now, free);
    for (const subject of ready) work.dispatchIfReady(subject);
    looked.push(...ready);
  }
  return looked;
}
