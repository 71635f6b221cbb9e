import { readTopic, type ConsumedRecord } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

import { useBrokers, type Brokers } from '../brokers/use-brokers.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { printableJson } from '../terminal/printable.ts';
import { checkTopic, loadTopicNames } from './check-topic.ts';
import { decodeRecord } from './decode-record.ts';
import { renderRecord } from './render-record.ts';

export interface ReadOptions {
  /** Only the newest so many. */
  readonly last: number;
  /** Only what was appended so long ago at most; in milliseconds. */
  readonly since?: number;
  readonly json: boolean;
}

/** Shows what lies on a topic, oldest first. */
export async function readRecords(session: Session, topic: string, options: ReadOptions): Promise<ExitCode> {
  const { screen } = session;
  const records = await useBrokers(await session.installation(), (brokers) => loadNewest(brokers, topic, options));
  for (const record of records.map(decodeRecord)) {
    screen.print(options.json ? printableJson(record) : renderRecord(record, screen));
  }
  return EXIT.done;
}

async function loadNewest(brokers: Brokers, topic: string, { last, since }: ReadOptions): Promise<ConsumedRecord[]> {
  checkTopic(topic, await loadTopicNames(brokers));
  const newest: ConsumedRecord[] = [];
  const reader = `entsync-cli-${newId()}`;
  const range = { topic, reader, ...(since === undefined ? {} : { since: Date.now() - since }) };
  await readTopic(brokers, range, (record) => {
    newest.push(record);
    // One partition may come wholly before another: only when there are many more than wanted, the oldest are let go.
    if (newest.length > 2 * last + SLACK) keepNewest(newest, last);
  });
  keepNewest(newest, last);
  return newest;
}

const SLACK = 1_000;

/** Sorts by time and forgets the oldest. */
function keepNewest(records: ConsumedRecord[], count: number): void {
  records.sort((a, b) => a.appendedAt - b.appendedAt || a.partition - b.partition || a.offset - b.offset);
  records.splice(0, Math.max(0, records.length - count));
}
