import { ADAPTER_STATUS } from '@entsync/contracts';
import { followTopic, type ConsumedRecord, type FollowedTopic } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import { useBrokers, type Brokers } from '../brokers/use-brokers.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { printableJson } from '../terminal/printable.ts';
import { checkTopic, loadTopicNames } from './check-topic.ts';
import { decodeRecord } from './decode-record.ts';
import { renderRecord } from './render-record.ts';

interface Shown {
  readonly json: boolean;
}

/** Shows what arrives from now on, on one topic or on all of them, until somebody ends it. */
export async function watchRecords(session: Session, topic: string | undefined, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const followed = await useBrokers(await session.installation(), async (brokers) => {
    const topics = await chooseTopics(brokers, topic);
    return followAll(brokers, topics, (record) => {
      const decoded = decodeRecord(record);
      screen.print(json ? printableJson(decoded) : renderRecord(decoded, screen));
    });
  });
  screen.note(`Watching ${topic ?? `${followed.length} topics`}; Ctrl-C ends it.`);
  await untilInterrupted();
  await Promise.all(followed.map((each) => each.stop()));
  return EXIT.done;
}

async function chooseTopics(brokers: Brokers, topic: string | undefined): Promise<readonly string[]> {
  const known = await loadTopicNames(brokers);
  // Heartbeats would drown everything else; whoever wants them names their topic.
  if (topic === undefined) return known.filter((name) => name !== ADAPTER_STATUS);
  checkTopic(topic, known);
  return [topic];
}

type Show = (record: ConsumedRecord) => void;

/** Resolves when nothing that comes from now on is missed. When one topic cannot be followed, none is. */
async function followAll(brokers: Brokers, topics: readonly string[], show: Show): Promise<readonly FollowedTopic[]> {
  const begun = await Promise.allSettled(topics.map((topic) => followFromNow(brokers, topic, show)));
  const followed = begun.filter((each) => each.status === 'fulfilled').map(({ value }) => value);
  const failed = begun.find((each) => each.status === 'rejected');
  if (failed === undefined) return followed;
  await Promise.all(followed.map((each) => each.stop()));
  throw failed.reason;
}

/** Shows nothing of what is there already. */
async function followFromNow(brokers: Brokers, topic: string, show: Show): Promise<FollowedTopic> {
  let isLive = false;
  const followed = await followTopic(brokers, topic, `entsync-cli-${newId()}`, (record) => {
    if (isLive) show(record);
  });
  await followed.caughtUp;
  isLive = true;
  return followed;
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
