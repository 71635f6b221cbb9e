import type { DeadLetterState } from '@entsync/api-client';
import { Option, type Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';
import { readCount } from './option-values.ts';

const DEFAULT_LIMIT = 50;
const STATES = ['open', 'replayed', 'discarded'] as const satisfies readonly DeadLetterState[];

interface ListOptions {
  readonly topic?: string;
  readonly state: DeadLetterState;
  readonly limit: number;
  readonly json: boolean;
}

export function addDlq(program: Command, session: Session): void {
  const dlq = program
    .command('dlq')
    .summary('records that could not be understood or handled')
    .description('Dead letters: records that could not be understood, believed or handled, each with the reason.');
  addList(dlq, session);
  addShow(dlq, session);
  addSettle(dlq, session, 'replay', 'put records back on their topic, as they were');
  addSettle(dlq, session, 'discard', 'let records be; they stay where they are, and are not counted any more');
  addExamples(dlq, [
    ['entsync dlq list', 'those that somebody should look at'],
    ['entsync dlq show 17', 'one of them, whole; what is sealed stays sealed'],
    ['entsync dlq replay 17 18', 'after the cause was mended'],
  ]);
}

function addList(dlq: Command, session: Session): void {
  const list = dlq
    .command('list')
    .description('Lists dead letters, the newest first.')
    .option('--topic <name>', 'only those of this topic')
    .addOption(new Option('--state <state>', 'only those').choices(STATES).default('open'))
    .option('--limit <count>', 'at most so many', readCount, DEFAULT_LIMIT)
    .option('--json', 'print them as JSON', false)
    .action(
      session.does(async (options: ListOptions) => {
        const { listDeadLetters } = await import('../dead-letters/dead-letters.ts');
        return listDeadLetters(session, options);
      }),
    );
  addExamples(list, [
    ['entsync dlq list --topic windows-to-external', 'of one topic'],
    ['entsync dlq list --state discarded', 'what was let be'],
  ]);
}

function addShow(dlq: Command, session: Session): void {
  const show = dlq
    .command('show')
    .description('Shows one dead letter with its headers and value; what is sealed in it stays sealed.')
    .argument('<id>', 'as entsync dlq list shows it')
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (id: string, options: { readonly json: boolean }) => {
        const { showDeadLetter } = await import('../dead-letters/dead-letters.ts');
        return showDeadLetter(session, id, options);
      }),
    );
  addExamples(show, [['entsync dlq show 17', 'why it is here, and what it says']]);
}

function addSettle(dlq: Command, session: Session, how: 'replay' | 'discard', summary: string): void {
  const settle = dlq
    .command(how)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}. Each record once.`)
    .argument('<id...>', 'as entsync dlq list shows them')
    .action(
      session.does(async (ids: string[]) => {
        const { settleDeadLetters } = await import('../dead-letters/dead-letters.ts');
        return settleDeadLetters(session, ids, how);
      }),
    );
  addExamples(settle, [[`entsync dlq ${how} 17 18`, 'two of them']]);
}
