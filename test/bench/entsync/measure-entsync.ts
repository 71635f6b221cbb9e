import path from 'node:path';

import type { KafkaEngine } from '@entsync/engines';

import { TestSystem } from '../../system/system.ts';
import { FollowedArrivals } from '../arrivals.ts';
import type { Measured, MeasureOptions } from '../measure.ts';
import { CHANGES, FLOOD, measurePassage, type Passage, type Watch } from '../passage.ts';
import { nameOf } from '../people.ts';
import { readCpuTimes } from './cpu-time.ts';
import { mapPeople } from './map-people.ts';
import { sealChanges } from './seal-changes.ts';
import { startSink } from './start-sink.ts';

interface EntSyncOptions extends MeasureOptions {
  readonly kafka: KafkaEngine;
  readonly folder: string;
}

/** From before an announcement is sent until the adapter is called, through everything that `npm start` starts. */
export async function measureEntSync(
  options: EntSyncOptions,
): Promise<{ readonly passage: Passage } & Pick<Measured, 'cpu'>> {
  const { kafka, folder, undo, say, profiles } = options;
  const nodeOptions = profiles === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profiles}`;
  say('Starting EntSync ...');
  const system = await TestSystem.start({
    environment: { KAFKA_BROKERS: kafka.brokers.join(','), ENTSYNC_NODE_OPTIONS: nodeOptions },
  });
  undo.add(() => system.remove());
  const sink = await startSink(system, undo, nodeOptions);
  const file = path.join(folder, 'sink-arrivals');
  const arrivals = await FollowedArrivals.follow(file);
  undo.add(() => arrivals.close());
  const names = Array.from({ length: CHANGES }, (_each, index) => nameOf(index));
  say(`Mapping ${CHANGES} people ...`);
  await mapPeople(system, names, file);
  const producer = await system.producer();
  say(`Sealing ${CHANGES} changes ...`);
  const changes = await sealChanges(producer, names);
  say('Windows to external ...');
  const cpu = new Map<string, number>();
  const leaders = { ...pidsOf(system), kafka: kafka.pid, 'adapter-sink': sink.pid };
  const way = { arrivals, send: producer.publish.bind(producer) };
  const passage = await measurePassage(way, changes, watchCpu(leaders, cpu));
  return { passage, cpu: [...cpu].toSorted(([, one], [, other]) => other - one) };
}

function pidsOf({ run }: TestSystem): Record<string, number> {
  const all = Object.entries({ ...run.services, ...run.processes });
  return Object.fromEntries(all.map(([name, { pid }]) => [name, pid]));
}

/** @param spent filled in: milliseconds of one processor for each change */
function watchCpu(leaders: Readonly<Record<string, number>>, spent: Map<string, number>): Watch {
  return async (work) => {
    const before = await readCpuTimes(leaders);
    const result = await work();
    for (const [name, time] of await readCpuTimes(leaders)) spent.set(name, (time - (before.get(name) ?? 0)) / FLOOD);
    return result;
  };
}
