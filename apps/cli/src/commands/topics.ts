import type { Command } from 'commander';

import type { Session } from '../session.ts';
import type { ReadOptions } from '../topics/read-records.ts';
import { addExamples } from './add-examples.ts';
import { readCount, readDuration } from './option-values.ts';

const DEFAULT_LAST = 20;

interface Shown {
  readonly json: boolean;
}

export function addTopics(program: Command, session: Session): void {
  const topics = program
    .command('topics')
    .summary('look at topics and what lies on them')
    .description(
      'Lists topics with what lies there, who reads them and how far behind; reads and watches them.\nWhat is sealed in a message is shown as sealed.',
    );
  addList(topics, session);
  addRead(topics, session);
  addWatch(topics, session);
  addAcceptLoss(topics, session);
  addExamples(topics, [
    ['entsync topics', 'all of them'],
    ['entsync topics read delivery-outcomes --since 10m', 'what became of deliveries just now'],
    ['entsync topics watch', 'everything as it happens, but for heartbeats'],
  ]);
}

function addList(topics: Command, session: Session): void {
  const list = topics
    .command('list', { isDefault: true })
    .description('Lists topics.')
    .option('--json', 'print them as JSON', false)
    .action(
      session.does(async (options: Shown) => {
        const { showTopics } = await import('../topics/show-topics.ts');
        return showTopics(session, options);
      }),
    );
  addExamples(list, [['entsync topics list --json', 'for a script']]);
}

function addRead(topics: Command, session: Session): void {
  const read = topics
    .command('read')
    .description('Shows the newest records of a topic, oldest first.')
    .argument('<name>', 'as entsync topics lists it')
    .option('--last <count>', 'how many of the newest', readCount, DEFAULT_LAST)
    .option('--since <duration>', 'only what came within this time: 90s, 10m, 2h, 1d', readDuration)
    .option('--json', 'print one JSON object a line', false)
    .action(
      session.does(async (name: string, options: ReadOptions) => {
        const { readRecords } = await import('../topics/read-records.ts');
        return readRecords(session, name, options);
      }),
    );
  addExamples(read, [
    ['entsync topics read windows-to-external', 'the latest announced changes'],
    ['entsync topics read configuration --last 100 --json', 'what adapters and router were told'],
  ]);
}

function addWatch(topics: Command, session: Session): void {
  const watch = topics
    .command('watch')
    .description('Shows records as they arrive, until Ctrl-C.')
    .argument('[name]', 'by default every topic but adapter-status')
    .option('--json', 'print one JSON object a line', false)
    .action(
      session.does(async (name: string | undefined, options: Shown) => {
        const { watchRecords } = await import('../topics/watch-records.ts');
        return watchRecords(session, name, options);
      }),
    );
  addExamples(watch, [
    ['entsync topics watch', 'a change on its way through all of them'],
    ['entsync topics watch sync-events', 'what all services report'],
  ]);
}

function addAcceptLoss(topics: Command, session: Session): void {
  const accept = topics
    .command('accept-loss')
    .description('Lets services go on that wait because records of a topic are gone. Look at why they are gone first.')
    .argument('<name>', 'the topic, as entsync status names it')
    .option('--yes', 'do not ask', false)
    .action(
      session.does(async (name: string, { yes }: { readonly yes: boolean }) => {
        const { acceptLoss } = await import('../topics/accept-loss.ts');
        return acceptLoss(session, name, yes);
      }),
    );
  addExamples(accept, [['entsync topics accept-loss windows-to-external', 'after its retention was too short']]);
}
