import type { Admin, Kafka, PartitionOffset } from 'kafkajs';

import type { Position, PositionStore } from './consumed-record.ts';
import type { PartitionStart } from './partition-progress.ts';

/** What Kafka and the database say about the partitions that were assigned. */
export async function loadPartitionStarts(
  kafka: Kafka,
  groupId: string,
  assignment: Readonly<Record<string, readonly number[]>>,
  positions: PositionStore | undefined,
): Promise<PartitionStart[]> {
  const topics = Object.keys(assignment).filter((topic) => (assignment[topic]?.length ?? 0) > 0);
  if (topics.length === 0) return [];
  const admin = kafka.admin();
  await admin.connect();
  try {
    const committed = await admin.fetchOffsets({ groupId, topics });
    const stored = (await positions?.load(topics)) ?? [];
    const starts = await Promise.all(
      topics.map(async (topic) => {
        const bounds = await admin.fetchTopicOffsets(topic);
        const offsets = committed.find((each) => each.topic === topic)?.partitions ?? [];
        return (assignment[topic] ?? []).map((partition) => ({
          topic,
          partition,
          keepsPositions: positions !== undefined,
          ...boundsOf(bounds, partition),
          ...committedOf(offsets, partition),
          ...storedOf(stored, topic, partition),
        }));
      }),
    );
    return starts.flat();
  } finally {
    await admin.disconnect();
  }
}

type SeekBound = Awaited<ReturnType<Admin['fetchTopicOffsets']>>[number];

function boundsOf(bounds: readonly SeekBound[], partition: number): Pick<PartitionStart, 'low' | 'high'> {
  const bound = bounds.find((each) => each.partition === partition);
  return { low: Number(bound?.low ?? 0), high: Number(bound?.high ?? 0) };
}

/** Kafka says -1 for a group that has never committed. */
function committedOf(offsets: readonly PartitionOffset[], partition: number): Pick<PartitionStart, 'committed'> {
  const offset = Number(offsets.find((each) => each.partition === partition)?.offset ?? -1);
  return offset < 0 ? {} : { committed: offset };
}

function storedOf(stored: readonly Position[], topic: string, partition: number): Pick<PartitionStart, 'stored'> {
  const position = stored.find((each) => each.topic === topic && each.partition === partition);
  return position === undefined ? {} : { stored: position.next };
}
