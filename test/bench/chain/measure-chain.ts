import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { FollowedArrivals } from '../arrivals.ts';
import { CHANGES, measurePassage, type Passage } from '../passage.ts';
import type { Undo } from '../undo.ts';
import { CHAIN_TOPICS, connect, makeChainTopics } from './chain-topics.ts';
import { makeRecords } from './make-records.ts';

const HOP = path.join(import.meta.dirname, 'hop.ts');

export interface ChainOptions {
  readonly brokers: readonly string[];
  readonly folder: string;
  readonly undo: Undo;
}

/** The limit: Kafka and kafkajs alone, over as many topics and processes as lie between an announcement and an adapter's call. */
export async function measureChain({ brokers, folder, undo }: ChainOptions): Promise<Passage> {
  const file = path.join(folder, 'chain-arrivals');
  const kafka = connect(brokers);
  await makeChainTopics(kafka);
  const arrivals = await FollowedArrivals.follow(file);
  undo.add(() => arrivals.close());
  const [first, ...others] = CHAIN_TOPICS;
  const steps = CHAIN_TOPICS.map((topic, index) => {
    const next = others[index];
    return next === undefined ? [topic, 'file', file] : [topic, 'topic', next];
  });
  const stops = await Promise.all(steps.map((step) => startHop([brokers.join(','), ...step], undo)));
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  undo.add(() => producer.disconnect());
  const passage = await measurePassage(
    {
      arrivals,
      send: async (messages) => {
        await producer.send({ topic: first, acks: -1, messages: [...messages] });
      },
    },
    await makeRecords(brokers, CHANGES),
  );
  // EntSync has the broker and the machine for itself.
  await Promise.all(stops.map((stop) => stop()));
  return passage;
}

/** Resolves to what ends the process, once it reads. */
async function startHop(args: readonly string[], undo: Undo): Promise<() => Promise<void>> {
  const child = fork(HOP, args);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  undo.add(stop);
  const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  if (said !== 'ready') throw new Error(`A hop of the chain ended with ${String(said)} before it was ready.`);
  return stop;
}
