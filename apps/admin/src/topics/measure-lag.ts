/** Where a partition begins and ends: the oldest offset that is there, and the next one that will be. */
export interface PartitionBounds {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

export interface CommittedOffset {
  readonly partition: number;
  /** Of the next record; below zero where nothing was committed. */
  readonly offset: number;
}

export function countRecords(bounds: readonly PartitionBounds[]): number {
  return bounds.reduce((sum, { low, high }) => sum + high - low, 0);
}

/** How many of the records that are there a group has still to handle; `undefined` for a group that never read the topic. */
export function measureLag(
  bounds: readonly PartitionBounds[],
  committed: readonly CommittedOffset[],
): number | undefined {
  const known = new Map(committed.filter(({ offset }) => offset >= 0).map((each) => [each.partition, each.offset]));
  if (known.size === 0) return undefined;
  return bounds.reduce(
    (sum, { partition, low, high }) => sum + high - between(known.get(partition) ?? low, low, high),
    0,
  );
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
