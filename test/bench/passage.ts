import { setTimeout as sleep } from 'node:timers/promises';

import { machineClocks, type OutgoingMessage } from '@entsync/messaging';

import type { FollowedArrivals } from './arrivals.ts';
import { summarize, type Latencies } from './summarize.ts';

/** What is sent, and the account under which it arrives. */
export interface Change {
  readonly account: string;
  readonly message: OutgoingMessage;
}

/** The beginning and the end of a way that changes take. */
export interface Way {
  /** Resolves when the broker has them. */
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly arrivals: FollowedArrivals;
}

/** Milliseconds at a given rate; changes per second as fast as it goes. */
export interface Passage extends Latencies {
  readonly throughput: number;
}

const RATE = 100;
const SECONDS = 30;
export const FLOOD = 20_000;
const WARM_UP_FLOOD = 2_000;
const WARM_UP_SECONDS = 10;
/** Messages that are sent together when it goes as fast as it can. */
const GROUP = 250;
/** Seconds until what has not arrived is lost. */
const PATIENCE = 300;
/** Milliseconds. */
const AFTERMATH = 3_000;

/** How many changes, of an account each, {@link measurePassage} takes. */
export const CHANGES = WARM_UP_FLOOD + WARM_UP_SECONDS * RATE + SECONDS * RATE + FLOOD;

/** Does the work that it is given, and looks on. */
export type Watch = <T>(work: () => Promise<T>) => Promise<T>;

/** Everything on the way is warm before anything is measured. @param watch what goes as fast as it can */
export async function measurePassage(
  way: Way,
  changes: readonly Change[],
  watch: Watch = (work) => work(),
): Promise<Passage> {
  const left = [...changes];
  await flood(way, left.splice(0, WARM_UP_FLOOD));
  await pace(way, left.splice(0, WARM_UP_SECONDS * RATE));
  const latencies = summarize(await pace(way, left.splice(0, SECONDS * RATE)));
  const throughput = await watch(() => flood(way, left.splice(0, FLOOD)));
  // What came twice may come late.
  await sleep(AFTERMATH);
  await way.arrivals.read();
  return { ...latencies, throughput };
}

/** At a steady rate, each alone, whether those before have arrived or not. Resolves to how long each took, in milliseconds. */
async function pace({ send, arrivals }: Way, changes: readonly Change[]): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const sending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [index, { account, message }] of changes.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1_000) / RATE - performance.now()));
    sentAt.set(account, machineClocks.sinceBoot());
    sending.push(send([message]));
  }
  await Promise.all(sending);
  await arrivals.until([...sentAt.keys()], PATIENCE);
  return [...sentAt].map(([account, time]) => (arrivals.timeOf(account) - time) / 1_000);
}

/** As fast as it goes. Resolves to changes per second, from before the first was sent until the last had arrived. */
async function flood({ send, arrivals }: Way, changes: readonly Change[]): Promise<number> {
  const startedAt = machineClocks.sinceBoot();
  for (let at = 0; at < changes.length; at += GROUP) {
    await send(changes.slice(at, at + GROUP).map(({ message }) => message));
  }
  const accounts = changes.map(({ account }) => account);
  await arrivals.until(accounts, PATIENCE);
  const endedAt = Math.max(...accounts.map((account) => arrivals.timeOf(account)));
  return (changes.length * 1_000_000) / (endedAt - startedAt);
}
